package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.decide.Exclusion;
import io.slotkeeper.core.decide.ReplicaRanking;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.record.ElectionKind;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks a {@link PromotionRequest} against the slot map and the reports. */
final class RequestChecks {
    private final LoopContext context;

    /** Either a refusal, or the shard and the replica to promote. */
    record Checked(Optional<PromotionResult.Refused> refusal, Optional<Shard> shard, Optional<NodeSight> candidate) {
        static Checked refused(RefusalCode code, String text) {
            return new Checked(
                    Optional.of(new PromotionResult.Refused(code, text)), Optional.empty(), Optional.empty());
        }
    }

    RequestChecks(LoopContext context) {
        this.context = context;
    }

    Checked check(PromotionRequest request) {
        if (!context.leader) {
            return Checked.refused(RefusalCode.NOT_LEADER, "this coordinator does not lead; ask the leader");
        }
        Shard shard = context.state.map().shard(request.shard()).orElse(null);
        if (shard == null) {
            return Checked.refused(
                    RefusalCode.UNKNOWN_SHARD,
                    "there is no shard '" + request.shard() + "'; "
                            + (context.state.map().shards().isEmpty()
                                    ? "the cluster is not formed yet"
                                    : "there are " + shardIds()));
        }
        if (!context.inCharge()) {
            return Checked.refused(
                    RefusalCode.NOT_IN_CHARGE,
                    "Slotkeeper is " + context.custody().charge().label()
                            + " and promotes nobody; adopt the cluster first, or use CLUSTER FAILOVER");
        }
        if (shard.state() == ShardState.FORMING) {
            return Checked.refused(
                    RefusalCode.CLUSTER_NOT_FORMED,
                    "shard " + shard.id() + " is still forming; wait until it is active");
        }
        if (shard.state() != ShardState.ACTIVE || context.isProposing(ProposalSubject.shard(shard.id()))) {
            return Checked.refused(
                    RefusalCode.OPERATION_IN_PROGRESS,
                    "shard " + shard.id() + " is " + shard.state().label() + " already; wait until it is active again");
        }
        return checkPrimary(request, context.view(shard))
                .or(() -> checkTarget(request, shard))
                .orElseGet(() -> choose(request, context.view(shard)));
    }

    private Optional<Checked> checkPrimary(PromotionRequest request, ShardView view) {
        NodeSight primary = view.primary();
        if (request.kind() == ElectionKind.SWITCHOVER && !primary.isUpAs(NodeRole.PRIMARY)) {
            return Optional.of(Checked.refused(
                    RefusalCode.PRIMARY_DOWN,
                    "primary " + primary.name() + " does not answer, and a switchover needs it; use failover"));
        }
        if (request.kind() == ElectionKind.FAILOVER && !primary.isUp() && !primary.isGone()) {
            return Optional.of(Checked.refused(
                    RefusalCode.PRIMARY_NOT_FENCED,
                    "the agent of primary " + primary.name() + " can neither fence it nor say that it is gone; "
                            + "bring the agent back, or stop the node"));
        }
        return Optional.empty();
    }

    private Optional<Checked> checkTarget(PromotionRequest request, Shard shard) {
        if (request.to().isEmpty()) {
            return Optional.empty();
        }
        String to = request.to().get();
        Optional<Node> named = context.state.nodes().values().stream()
                .filter(n -> n.id().hex().equals(to) || n.agent().equals(to))
                .findFirst();
        if (named.isEmpty()) {
            return Optional.of(Checked.refused(
                    RefusalCode.UNKNOWN_NODE,
                    "there is no node or agent '" + to + "'; replicas of " + shard.id() + " are " + replicas(shard)));
        }
        if (shard.primary().id().equals(named.get().id())) {
            return Optional.of(Checked.refused(
                    RefusalCode.ALREADY_PRIMARY,
                    "'" + to + "' is the primary of " + shard.id() + " already; name one of its replicas: "
                            + replicas(shard)));
        }
        return shard.replica(named.get().id()).isPresent()
                ? Optional.empty()
                : Optional.of(Checked.refused(
                        RefusalCode.NOT_A_REPLICA,
                        "'" + to + "' is not a replica of " + shard.id() + "; its replicas are " + replicas(shard)));
    }

    private Checked choose(PromotionRequest request, ShardView view) {
        long maxLag = request.kind() == ElectionKind.SWITCHOVER
                ? context.options.failover().maxLagBytes()
                : Long.MAX_VALUE;
        ReplicaRanking ranking = new ReplicaRanking(view, maxLag, Map.of(), context.notPromotable());
        Function<NodeSight, Optional<String>> linked =
                replica -> request.kind() == ElectionKind.SWITCHOVER ? unlinked(view, replica) : Optional.empty();
        Optional<NodeSight> wanted = request.to().flatMap(to -> view.replicas().stream()
                .filter(r -> r.id().hex().equals(to) || r.node().agent().equals(to))
                .findFirst());
        if (wanted.isPresent()) {
            return checkWanted(ranking, linked, wanted.get());
        }
        return ranking.eligible().stream()
                .filter(r -> linked.apply(r).isEmpty())
                .findFirst()
                .map(best -> accepted(view, best))
                .orElseGet(() -> Checked.refused(
                        RefusalCode.NO_ELIGIBLE_REPLICA,
                        "no replica of " + view.shard().id() + " can take over" + reasons(ranking, linked)));
    }

    private static Checked checkWanted(
            ReplicaRanking ranking, Function<NodeSight, Optional<String>> linked, NodeSight wanted) {
        Optional<Exclusion> exclusion = ranking.exclusion(wanted);
        Optional<String> why = exclusion.map(Exclusion::text).or(() -> linked.apply(wanted));
        RefusalCode code = exclusion.map(RequestChecks::codeOf).orElse(RefusalCode.REPLICA_NOT_IN_SYNC);
        return why.map(text -> Checked.refused(code, "replica " + wanted.name() + " cannot take over: " + text))
                .orElseGet(() -> accepted(ranking.view(), wanted));
    }

    /** Offsets say who has what only within one history: a switchover that compared others would lose writes. */
    private static Optional<String> unlinked(ShardView view, NodeSight replica) {
        boolean linked = replica.follows(view.primary().id()) && view.lagBytes(replica) >= 0;
        return linked
                ? Optional.empty()
                : Optional.of("its link to the primary is not up; wait until it has caught up");
    }

    private static Checked accepted(ShardView view, NodeSight candidate) {
        return new Checked(Optional.empty(), Optional.of(view.shard()), Optional.of(candidate));
    }

    private static RefusalCode codeOf(Exclusion exclusion) {
        return switch (exclusion) {
            case AGENT_SILENT, NOT_UP, FAILED_RECENTLY -> RefusalCode.REPLICA_DOWN;
            case DRAINED -> RefusalCode.NODE_DRAINED;
            case NOT_A_REPLICA, FOLLOWS_ANOTHER, NOT_SYNCED, LAGGING, JOINING -> RefusalCode.REPLICA_NOT_IN_SYNC;
        };
    }

    private static String reasons(ReplicaRanking ranking, Function<NodeSight, Optional<String>> linked) {
        if (ranking.view().replicas().isEmpty()) {
            return ": it has none";
        }
        return ": "
                + ranking.view().replicas().stream()
                        .map(r -> r.name() + ": "
                                + ranking.exclusion(r)
                                        .map(Exclusion::text)
                                        .or(() -> linked.apply(r))
                                        .orElse("eligible"))
                        .collect(Collectors.joining(", "));
    }

    private String shardIds() {
        return context.state.map().shards().stream().map(Shard::id).collect(Collectors.joining(", "));
    }

    private static String replicas(Shard shard) {
        return shard.replicas().isEmpty()
                ? "none"
                : shard.replicas().stream()
                        .map(n -> n.agent() + " (" + n.id().hex() + ")")
                        .collect(Collectors.joining(", "));
    }
}
