package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.DrainEnded;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.MaintenanceEnded;
import io.slotkeeper.core.record.MaintenancePaused;
import io.slotkeeper.core.record.NodeDrained;
import io.slotkeeper.core.record.SlotMapRecord;
import io.slotkeeper.core.record.Upkeep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out {@link UpkeepRequest}s: each is checked, committed, and answered when it is applied.
 *
 * <pre>
 * Pause, Resume   commit it
 * Drain           a replica: commit that it is not promoted
 *                 the primary: check that a replica can take over, commit the same, switch over; undo it when that fails
 * Undrain         commit that it may be promoted
 * </pre>
 */
final class UpkeepRequests {
    private static final String REPEAT = "; look at the status before repeating the request";

    private final LoopContext context;
    private final Promotions promotions;
    private final Map<SlotMapRecord, Pending> pending = new HashMap<>();

    /** A request whose record is on its way, and what follows once it is applied. */
    private record Pending(long requestId, Runnable then) {}

    UpkeepRequests(LoopContext context, Promotions promotions) {
        this.context = context;
        this.promotions = promotions;
    }

    void requested(long id, UpkeepRequest request) {
        if (!context.leader) {
            refuse(id, RefusalCode.NOT_LEADER, "this coordinator does not lead; ask the leader");
        } else if (request instanceof UpkeepRequest.Pause pause) {
            pause(id, pause);
        } else if (request instanceof UpkeepRequest.Resume resume) {
            resume(id, resume.shard());
        } else if (request instanceof UpkeepRequest.Drain drain) {
            find(id, drain.node()).ifPresent(node -> drain(id, node, drain.timeoutMillis()));
        } else if (request instanceof UpkeepRequest.Undrain undrain) {
            find(id, undrain.node()).ifPresent(node -> undrain(id, node));
        }
    }

    private void pause(long id, UpkeepRequest.Pause pause) {
        if (isKnown(id, pause.shard())) {
            String text = "Automatic failovers and repairs of " + name(pause.shard()) + " are paused.";
            commit(
                    id,
                    new MaintenancePaused(pause.shard(), pause.forMillis(), pause.reason(), context.now.epochMillis()),
                    () -> done(id, pause.shard(), Optional.empty(), pause.forMillis(), text));
        }
    }

    private void resume(long id, String shard) {
        if (!isKnown(id, shard)) {
            return;
        }
        if (!context.state.upkeep().pauses().containsKey(shard)) {
            String other = context.state.upkeep().isPaused(shard) ? " by itself; the pause of all shards goes on" : "";
            done(id, shard, Optional.empty(), 0, "There was no pause of " + name(shard) + other + ".");
            return;
        }
        commit(
                id,
                new MaintenanceEnded(shard, "RESUMED", context.now.epochMillis()),
                () -> done(id, shard, Optional.empty(), 0, "The pause of " + name(shard) + " is over."));
    }

    private boolean isKnown(long id, String shard) {
        boolean known =
                shard.equals(Upkeep.CLUSTER) || context.state.map().shard(shard).isPresent();
        if (!known) {
            refuse(id, RefusalCode.UNKNOWN_SHARD, "there is no shard '" + shard + "'; see status for those that are");
        }
        return known;
    }

    private static String name(String shard) {
        return shard.equals(Upkeep.CLUSTER) ? "all shards" : "shard " + shard;
    }

    private Optional<Node> find(long id, String name) {
        Optional<Node> node = context.state.nodes().values().stream()
                .filter(n -> n.id().hex().equals(name) || n.agent().equals(name))
                .findFirst();
        if (node.isEmpty()) {
            refuse(
                    id,
                    RefusalCode.UNKNOWN_NODE,
                    "there is no node or agent '" + name
                            + "'; give a node id of 40 digits or an agent's name, see nodes");
        }
        return node;
    }

    private void drain(long id, Node node, long timeoutMillis) {
        Optional<Shard> shard = context.state.map().shardOf(node.id());
        String runId = context.sight(node).runId();
        if (shard.isEmpty()) {
            done(id, "", Optional.of(node), 0, name(node) + " is in no shard: it is safe to stop.");
        } else if (shard.get().state() != ShardState.ACTIVE) {
            refuse(
                    id,
                    RefusalCode.OPERATION_IN_PROGRESS,
                    "shard " + shard.get().id() + " is " + shard.get().state().label()
                            + "; wait until it is active again");
        } else if (runId.isEmpty()) {
            refuse(
                    id,
                    RefusalCode.REPLICA_DOWN,
                    "the agent of " + name(node)
                            + " has not been heard, so its restart could not be noticed; start it");
        } else if (shard.get().primary().id().equals(node.id())) {
            drainPrimary(id, shard.get(), node, runId, timeoutMillis);
        } else {
            drainReplica(id, context.view(shard.get()), node, runId);
        }
    }

    private void drainReplica(long id, ShardView view, Node node, String runId) {
        if (!view.primary().isUpAs(NodeRole.PRIMARY)) {
            refuse(
                    id,
                    RefusalCode.PRIMARY_DOWN,
                    "primary " + view.primary().name() + " does not answer, so " + name(node)
                            + " may be needed; wait until the shard is well");
            return;
        }
        String shard = view.shard().id();
        boolean last = view.replicas().stream()
                .filter(other -> !other.id().equals(node.id()))
                .noneMatch(NodeSight::isUp);
        String text = name(node) + " is a replica of " + shard + ": it is safe to stop."
                + (last ? " Until it is back the loss of the primary would stop the shard." : "");
        if (context.state.upkeep().drained().containsKey(node.id())) {
            done(id, shard, Optional.of(node), 0, text);
            return;
        }
        commit(id, drained(node, runId), () -> done(id, shard, Optional.of(node), 0, text));
    }

    private void drainPrimary(long id, Shard shard, Node node, String runId, long timeoutMillis) {
        PromotionRequest switchover =
                new PromotionRequest(ElectionKind.SWITCHOVER, shard.id(), Optional.empty(), timeoutMillis);
        Optional<PromotionResult.Refused> refusal = promotions.refusal(switchover);
        if (refusal.isPresent()) {
            refuse(id, refusal.get().code(), refusal.get().text());
            return;
        }
        commit(
                id,
                drained(node, runId),
                () -> promotions.requested(switchover, result -> switched(id, shard, node, result)));
    }

    private NodeDrained drained(Node node, String runId) {
        return new NodeDrained(node.id(), runId, context.now.epochMillis());
    }

    private void switched(long id, Shard shard, Node node, PromotionResult result) {
        if (result instanceof PromotionResult.Promoted promoted) {
            done(
                    id,
                    shard.id(),
                    Optional.of(node),
                    0,
                    name(promoted.primary()) + " is the primary of " + shard.id() + " now, writes were blocked for "
                            + promoted.blockedMicros() / 1000 + " ms: " + name(node) + " is safe to stop.");
            return;
        }
        PromotionResult.Refused refused = (PromotionResult.Refused) result;
        if (refused.code() != RefusalCode.OUTCOME_UNKNOWN) {
            context.propose(new DrainEnded(
                    node.id(),
                    "DRAIN_FAILED",
                    "Shard " + shard.id() + " was not handed over: " + refused.text(),
                    context.now.epochMillis()));
        }
        refuse(id, refused.code(), name(node) + " is not safe to stop: " + refused.text());
    }

    private void undrain(long id, Node node) {
        String shard = context.state.map().shardOf(node.id()).map(Shard::id).orElse("");
        if (!context.state.upkeep().drained().containsKey(node.id())) {
            done(id, shard, Optional.of(node), 0, name(node) + " was not drained.");
            return;
        }
        String text = name(node) + " may be promoted again.";
        commit(
                id,
                new DrainEnded(node.id(), "DRAIN_UNDONE", text, context.now.epochMillis()),
                () -> done(id, shard, Optional.of(node), 0, text));
    }

    private static String name(Node node) {
        return node.address() + " (" + node.agent() + ")";
    }

    private void commit(long id, SlotMapRecord record, Runnable then) {
        if (context.propose(record)) {
            pending.put(record, new Pending(id, then));
        } else {
            refuse(id, RefusalCode.OPERATION_IN_PROGRESS, "the same is being asked for at this moment; try again");
        }
    }

    void applied(SlotMapRecord record, ApplyOutcome outcome) {
        Pending request = pending.remove(record);
        if (request == null) {
            return;
        }
        if (outcome.rejection().isPresent()) {
            refuse(
                    request.requestId,
                    RefusalCode.OPERATION_IN_PROGRESS,
                    outcome.rejection().get().text());
        } else {
            request.then.run();
        }
    }

    void proposalFailed(SlotMapRecord record, String why) {
        Pending request = pending.remove(record);
        if (request != null) {
            refuse(
                    request.requestId,
                    RefusalCode.OUTCOME_UNKNOWN,
                    "the decision may or may not be committed (" + why + ")" + REPEAT);
        }
    }

    void abandonAll() {
        List.copyOf(pending.values())
                .forEach(request -> refuse(
                        request.requestId,
                        RefusalCode.OUTCOME_UNKNOWN,
                        "this coordinator lost the leadership" + REPEAT));
        pending.clear();
    }

    private void done(long id, String shard, Optional<Node> node, long leftMillis, String text) {
        context.emit(new Effect.UpkeepAnswer(id, new UpkeepResult.Done(shard, node.map(Node::id), leftMillis, text)));
    }

    private void refuse(long id, RefusalCode code, String text) {
        context.emit(new Effect.UpkeepAnswer(id, new UpkeepResult.Refused(code, text)));
    }
}
