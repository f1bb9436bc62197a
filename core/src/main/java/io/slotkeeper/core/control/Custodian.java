package io.slotkeeper.core.control;

import io.slotkeeper.core.adopt.AdoptionCheck;
import io.slotkeeper.core.adopt.ClusterReading;
import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.protocol.NodeConfig;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.Charge;
import io.slotkeeper.core.record.Custody;
import io.slotkeeper.core.record.CustodyChanged;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Observes, adopts and releases a cluster. What is done next hangs on the charge in the log and on what the nodes report, so
 * the next leader goes on where this one stopped.
 *
 * <pre>
 * charge         wish     what happens                                                        next charge
 * IN_CHARGE      observe  there is no shard yet: the nodes are read as they are               OBSERVING
 *                adopt    there is no shard yet: the nodes are checked and read               TAKING_OVER
 *                release  no election or operation is under way                               HANDING_BACK
 * OBSERVING      adopt    the nodes are checked and read                                      TAKING_OVER
 *                always   the map follows the nodes, see {@link ClusterReading}               OBSERVING
 * TAKING_OVER    always   every node is configured                                            IN_CHARGE
 *                release  or not every node is configured in {@link #TAKE_OVER_WITHIN_MILLIS}  HANDING_BACK
 * HANDING_BACK   always   every node that is not released is told to; none is left            OBSERVING
 * </pre>
 */
final class Custodian {
    static final long TAKE_OVER_WITHIN_MILLIS = 30_000;
    /** A failover of the nodes' own shows in several reports, one after the other. */
    static final long SETTLED_MILLIS = 300;

    private static final long TIMEOUT_MILLIS = 3000;

    private final LoopContext context;
    private final Map<Long, CustodyChanged> asked = new HashMap<>();
    private final Set<NodeId> releasing = new HashSet<>();
    private List<Shard> lastReading = List.of();
    private long readSinceNanos;
    private long chargeSinceNanos;

    Custodian(LoopContext context) {
        this.context = context;
    }

    void begin() {
        chargeSinceNanos = context.now.nanos();
        releasing.clear();
    }

    void requested(long requestId, CustodyRequest request) {
        boolean dryRun = request.dryRun();
        if (!context.leader) {
            refuse(requestId, RefusalCode.NOT_LEADER, "this coordinator does not lead; ask the leader");
        } else {
            switch (request.wish()) {
                case OBSERVE -> observe(requestId, dryRun);
                case ADOPT -> adopt(requestId, dryRun);
                case RELEASE -> release(requestId, dryRun);
            }
        }
    }

    private Charge charge() {
        return context.custody().charge();
    }

    private boolean isEmpty() {
        return context.state.map().shards().isEmpty();
    }

    private void observe(long requestId, boolean dryRun) {
        if (charge() == Charge.OBSERVING) {
            answer(requestId, "Slotkeeper observes already.");
        } else if (charge() != Charge.IN_CHARGE || !isEmpty()) {
            refuse(
                    requestId,
                    RefusalCode.ALREADY_IN_CHARGE,
                    "Slotkeeper is " + charge().label() + "; hand the cluster back first: slotkeeper release");
        } else {
            Optional<List<Shard>> reading = ClusterReading.read(context.state.map(), sights());
            if (reading.filter(shards -> !shards.isEmpty()).isEmpty()) {
                refuse(
                        requestId,
                        RefusalCode.ADOPTION_REFUSED,
                        "no agent has presented a node with slots, or nodes disagree about them; start an agent beside"
                                + " every node, and see redis-cli --cluster check");
            } else {
                change(requestId, dryRun, Charge.OBSERVING, reading.get(), "OBSERVE_REQUESTED", summary(reading.get()));
            }
        }
    }

    private void adopt(long requestId, boolean dryRun) {
        if (charge() != Charge.OBSERVING && !(charge() == Charge.IN_CHARGE && isEmpty())) {
            refuse(
                    requestId,
                    RefusalCode.ALREADY_IN_CHARGE,
                    "Slotkeeper is " + charge().label() + "; there is nothing to adopt");
            return;
        }
        List<NodeSight> sights = sights();
        List<String> objections = AdoptionCheck.objections(sights);
        Optional<NodeSight> knowsMore = AdoptionCheck.knowsMore(sights);
        if (knowsMore.isPresent()) {
            List<NodeId> members = sights.stream().map(NodeSight::id).toList();
            order(
                    knowsMore.get().node(),
                    new Order.Survey(members),
                    outcome -> refuseAdoption(requestId, objections, outcome.done() ? "" : " " + outcome.text()));
            return;
        }
        Optional<List<Shard>> reading = ClusterReading.read(context.state.map(), sights);
        if (!objections.isEmpty() || reading.isEmpty()) {
            refuseAdoption(requestId, objections, "");
            return;
        }
        change(requestId, dryRun, Charge.TAKING_OVER, reading.get(), "ADOPT_REQUESTED", summary(reading.get()));
    }

    private void refuseAdoption(long requestId, List<String> objections, String more) {
        refuse(requestId, RefusalCode.ADOPTION_REFUSED, "nothing was changed. " + String.join(" ", objections) + more);
    }

    private void release(long requestId, boolean dryRun) {
        if (charge() == Charge.OBSERVING || charge() == Charge.HANDING_BACK) {
            answer(requestId, "Slotkeeper is " + charge().label() + " already.");
        } else if (isEmpty()) {
            refuse(requestId, RefusalCode.CLUSTER_NOT_FORMED, "there are no shards; there is nothing to hand back");
        } else if (!context.state.elections().isEmpty()
                || !context.movingSlots().isEmpty()) {
            refuse(
                    requestId,
                    RefusalCode.OPERATION_IN_PROGRESS,
                    "a primary is being elected or slots are being moved; wait for the end, or abort the operation");
        } else {
            List<String> silent = nodesOfMap().stream()
                    .map(context::sight)
                    .filter(NodeSight::agentLost)
                    .map(NodeSight::name)
                    .toList();
            if (!silent.isEmpty()) {
                refuse(
                        requestId,
                        RefusalCode.ADOPTION_REFUSED,
                        "the agents of " + String.join(", ", silent)
                                + " are silent, so their nodes cannot get their settings back; start them again");
            } else {
                change(requestId, dryRun, Charge.HANDING_BACK, List.of(), "RELEASE_REQUESTED", releaseSummary());
            }
        }
    }

    private void change(long requestId, boolean dryRun, Charge to, List<Shard> shards, String code, String text) {
        if (dryRun) {
            answer(requestId, "Would do this: " + text);
            return;
        }
        CustodyChanged record = record(to, changed(shards), code, text);
        if (context.propose(record)) {
            asked.put(requestId, record);
        } else {
            refuse(
                    requestId,
                    RefusalCode.OPERATION_IN_PROGRESS,
                    "another change of the charge is being committed; try again");
        }
    }

    /** Empty when the map says the same. */
    private List<Shard> changed(List<Shard> shards) {
        return shards.equals(List.copyOf(context.state.map().shards())) ? List.of() : shards;
    }

    private CustodyChanged record(Charge to, List<Shard> shards, String code, String text) {
        SortedMap<NodeId, NodeConfig> former = new TreeMap<>();
        if (to == Charge.TAKING_OVER) {
            sights().forEach(s -> s.view().ifPresent(view -> former.put(s.id(), view.config())));
        }
        return new CustodyChanged(
                context.state.map().version(),
                charge(),
                to,
                shards,
                former,
                new CustodyChanged.Note(code, text),
                context.now.epochMillis());
    }

    void tick() {
        switch (charge()) {
            case OBSERVING -> follow();
            case TAKING_OVER -> takeOver();
            case HANDING_BACK -> handBack();
            case IN_CHARGE -> releasing.clear();
        }
    }

    /** The map follows the nodes, once they have said the same for a while. */
    private void follow() {
        List<Shard> reading = ClusterReading.read(context.state.map(), sights())
                .map(this::changed)
                .orElse(List.of());
        if (!reading.equals(lastReading)) {
            lastReading = reading;
            readSinceNanos = context.now.nanos();
        }
        if (!reading.isEmpty() && context.now.millisSince(readSinceNanos) >= SETTLED_MILLIS) {
            context.propose(record(
                    Charge.OBSERVING,
                    reading,
                    "OBSERVED",
                    "The nodes have changed the cluster by themselves: " + summary(reading)));
        }
    }

    private void takeOver() {
        List<NodeSight> left = nodesOfMap().stream()
                .map(context::sight)
                .filter(s -> s.view().filter(v -> s.isUp() && v.configured()).isEmpty())
                .toList();
        if (left.isEmpty()) {
            context.propose(record(
                    Charge.IN_CHARGE,
                    List.of(),
                    "ADOPTED",
                    "Slotkeeper is in charge: the automatic failover of all nodes is switched off, their former settings"
                            + " are in the log."));
        } else if (context.now.millisSince(chargeSinceNanos) > TAKE_OVER_WITHIN_MILLIS) {
            context.propose(record(
                    Charge.HANDING_BACK,
                    List.of(),
                    "ADOPTION_FAILED",
                    "Not every node could be configured: "
                            + left.stream().map(NodeSight::name).collect(Collectors.joining(", "))
                            + ". The former settings are restored."));
        }
    }

    private void handBack() {
        boolean left = false;
        for (Node node : nodesOfMap()) {
            NodeSight sight = context.sight(node);
            if (sight.isUp() && needsRelease(sight.view().orElse(null), node)) {
                left = true;
                release(node);
            } else if (!sight.isUp() && !sight.isGone()) {
                left = true;
            }
        }
        if (!left && releasing.isEmpty()) {
            context.propose(record(
                    Charge.OBSERVING,
                    List.of(),
                    "RELEASED",
                    "The nodes have their former settings and their own failover back; Slotkeeper observes."));
        }
    }

    private boolean needsRelease(NodeView view, Node node) {
        return view == null
                || view.configured()
                || view.fenced()
                || view.config().noFailover()
                        != context.custody().former(node.id()).noFailover();
    }

    private void release(Node node) {
        if (releasing.add(node.id())) {
            NodeConfig former = context.custody().former(node.id());
            order(node, new Order.Release(former), outcome -> releasing.remove(node.id()));
        }
    }

    private void order(Node node, Order order, Consumer<CommandOutcome> then) {
        Optional<Shard> shard = context.state.map().shardOf(node.id());
        context.send(
                node,
                shard.map(Shard::id).orElse(""),
                shard.map(context.state::nextElectionEpoch).orElse(0L),
                order,
                Long.MAX_VALUE,
                TIMEOUT_MILLIS,
                then);
    }

    /** A leader is asked by one event at a time, so the first record that fits is the one that was asked for. */
    void applied(SlotMapRecord record, ApplyOutcome outcome) {
        if (!(record instanceof CustodyChanged changed)) {
            return;
        }
        chargeSinceNanos = context.now.nanos();
        lastReading = List.of();
        asked.entrySet().stream()
                .filter(e -> e.getValue().equals(changed))
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(requestId -> {
                    asked.remove(requestId);
                    outcome.rejection()
                            .ifPresentOrElse(
                                    why -> refuse(requestId, RefusalCode.OPERATION_IN_PROGRESS, why.text()),
                                    () -> answer(requestId, changed.note().text()));
                });
    }

    void proposalFailed(SlotMapRecord record, String why) {
        asked.entrySet().stream()
                .filter(e -> e.getValue().equals(record))
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(requestId -> {
                    asked.remove(requestId);
                    refuse(
                            requestId,
                            RefusalCode.OUTCOME_UNKNOWN,
                            "the request may or may not be committed (" + why
                                    + "); look at the status before repeating it");
                });
    }

    void abandonAll() {
        asked.keySet()
                .forEach(requestId -> refuse(
                        requestId,
                        RefusalCode.OUTCOME_UNKNOWN,
                        "this coordinator lost the leadership; look at the status before repeating the request"));
        asked.clear();
    }

    private List<NodeSight> sights() {
        return context.state.nodes().values().stream().map(context::sight).toList();
    }

    private List<Node> nodesOfMap() {
        return context.state.map().shards().stream().flatMap(Shard::nodes).toList();
    }

    private static String summary(List<Shard> shards) {
        return shards.stream()
                .map(shard -> shard.id() + ": slots " + shard.slots() + ", primary "
                        + shard.primary().address() + ", replicas "
                        + shard.replicas().stream().map(Node::address).collect(Collectors.joining(", ", "[", "]")))
                .collect(Collectors.joining("; ", "", "."));
    }

    private String releaseSummary() {
        Custody custody = context.custody();
        return nodesOfMap().stream()
                .map(node -> node.address() + " gets back "
                        + custody.former(node.id()).settings())
                .collect(Collectors.joining("; ", "", "."));
    }

    private void answer(long requestId, String text) {
        context.emit(new Effect.CustodyAnswer(requestId, new CustodyResult.Told(text)));
    }

    private void refuse(long requestId, RefusalCode code, String text) {
        context.emit(new Effect.CustodyAnswer(requestId, new CustodyResult.Refused(code, text)));
    }
}
