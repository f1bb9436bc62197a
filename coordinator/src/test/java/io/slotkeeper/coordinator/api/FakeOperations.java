package io.slotkeeper.coordinator.api;

import io.slotkeeper.coordinator.publish.SlotMapPublisher;
import io.slotkeeper.core.control.ClusterOverview;
import io.slotkeeper.core.control.CustodyRequest;
import io.slotkeeper.core.control.CustodyResult;
import io.slotkeeper.core.control.CustodyWish;
import io.slotkeeper.core.control.DrillRequest;
import io.slotkeeper.core.control.DrillResult;
import io.slotkeeper.core.control.LiveProgress;
import io.slotkeeper.core.control.NodeStatus;
import io.slotkeeper.core.control.OperationRequest;
import io.slotkeeper.core.control.OperationResult;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.control.ShardStatus;
import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.control.UpkeepResult;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationKind;
import io.slotkeeper.core.operation.OperationPlan;
import io.slotkeeper.core.operation.OperationState;
import io.slotkeeper.core.operation.OperationStatus;
import io.slotkeeper.core.plan.SlotPlanner;
import io.slotkeeper.core.protocol.DrillFault;
import io.slotkeeper.core.protocol.LooseEnds;
import io.slotkeeper.core.protocol.NodeConfig;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.protocol.Redundancy;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterInitialized;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.Election;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.NodeRegistered;
import io.slotkeeper.core.record.OperationChanged;
import io.slotkeeper.core.record.OperationStarted;
import io.slotkeeper.core.record.OperationTuned;
import io.slotkeeper.core.record.PrimaryActivated;
import io.slotkeeper.core.record.PrimaryElected;
import io.slotkeeper.core.record.ShardFormed;
import io.slotkeeper.core.record.ShardsPlanned;
import io.slotkeeper.core.record.SlotMapRecord;
import io.slotkeeper.core.slot.KeySlot;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A coordinator without a log: applies real records at once, and publishes what they change. */
public class FakeOperations implements CoordinatorOperations {
    final List<UpkeepRequest> upkeepRequests = new CopyOnWriteArrayList<>();
    private final List<ClusterOverview.Pause> pauses = new CopyOnWriteArrayList<>();
    private static final long AT = 1_790_000_000_000L;

    private final SlotMapPublisher publisher;
    private volatile ClusterState state = ClusterState.initial();
    private volatile Optional<RuntimeException> failure = Optional.empty();

    public FakeOperations(SlotMapPublisher publisher) {
        this.publisher = publisher;
    }

    /** Applies a record as the log would: one at a time. */
    public synchronized ApplyOutcome apply(SlotMapRecord record) {
        ApplyOutcome outcome = record.applyTo(state);
        state = outcome.state();
        outcome.delta().ifPresent(delta -> publisher.published(state.map(), delta));
        return outcome;
    }

    /** Forms a cluster with one replica in each shard: version 1 plans it, and one more forms each shard. */
    public void form(int shards) {
        apply(new ClusterInitialized("0123456789abcdef", new ClusterSettings(shards, 1), AT));
        List<Shard> planned = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            Node primary = node(2 * i);
            Node replica = node(2 * i + 1);
            apply(new NodeRegistered(primary, AT));
            apply(new NodeRegistered(replica, AT));
            planned.add(new Shard("s" + (i + 1), 1, slots(i, shards), ShardState.FORMING, primary, List.of(replica)));
        }
        apply(new ShardsPlanned(planned, AT));
        planned.forEach(shard -> apply(new ShardFormed(shard.id(), 5, AT)));
    }

    private static SlotSet slots(int index, int shards) {
        int first = KeySlot.SLOTS * index / shards;
        return SlotSet.of(new SlotRange(first, KeySlot.SLOTS * (index + 1) / shards - 1));
    }

    private static Node node(int number) {
        NodeId id = new NodeId(String.format("%040x", number + 0xabc000));
        return new Node(
                id, "127.0.0.1", 7000 + number, 17000 + number, number % 2 == 0 ? "a" : "b", "a" + (number + 1));
    }

    /** Publishes one change: the first node gets another bus port. */
    public long change() {
        Node node = state.nodes().get(state.nodes().firstKey());
        int busPort = node.busPort() == 17000 ? 17001 : 17000;
        apply(new NodeRegistered(
                new Node(node.id(), node.host(), node.port(), busPort, node.zone(), node.agent()), AT));
        return state.map().version();
    }

    /** Lets every question about the overview, and every promotion, fail from now on. */
    public void failWith(RuntimeException e) {
        failure = Optional.of(e);
    }

    @Override
    public ClusterState state() {
        return state;
    }

    @Override
    public Future<ClusterOverview> overview() {
        if (failure.isPresent()) {
            return Future.failedFuture(failure.get());
        }
        boolean ready = state.map().coversAllSlots();
        return Future.succeededFuture(new ClusterOverview(
                ready,
                ready ? "active" : "gathering",
                ready ? "All shards serve." : "Waiting for nodes to register.",
                state.nodes().values().stream().map(this::statusOf).toList(),
                state.map().shards().stream()
                        .map(shard -> new ShardStatus(
                                shard, List.of(new ShardStatus.Finding("REPLICA_LAGGING", "It lags.")), 12))
                        .toList(),
                pauses,
                state.operations().current().map(o -> new LiveProgress(o.id(), 900, 50, 5000, 12_500, ""))));
    }

    private NodeStatus statusOf(Node node) {
        Optional<Shard> shard = state.map().shardOf(node.id());
        boolean primary = shard.filter(s -> s.primary().equals(node)).isPresent();
        return new NodeStatus(
                node.agent(),
                Optional.of(node),
                shard.map(Shard::id),
                primary ? "primary" : shard.isPresent() ? "replica" : "spare",
                ProcessState.UP,
                true,
                40,
                NodeProblem.NONE,
                primary ? Optional.of(view(node)) : Optional.empty(),
                primary ? 0 : -1,
                false,
                "");
    }

    private static NodeView view(Node node) {
        return new NodeView(
                node.id(),
                "run",
                "7.0.15",
                NodeRole.PRIMARY,
                Optional.empty(),
                "repl",
                4711,
                true,
                true,
                3,
                1,
                SlotSet.empty(),
                0,
                2,
                LooseEnds.NONE,
                true,
                false,
                false,
                true,
                NodeConfig.DEFAULTS,
                Redundancy.NONE);
    }

    /** Every plan and change is accepted as the log accepts it, and nothing comes of it. */
    @Override
    public synchronized Future<OperationResult> operate(OperationRequest request) {
        long id = state.operations().nextId();
        SlotMapRecord record;
        if (request instanceof OperationRequest.Start start) {
            List<SlotMove> moves = start.kind() == OperationKind.MOVE
                    ? SlotPlanner.move(state.map(), start.slots(), Optional.empty(), start.shard())
                            .moves()
                    : List.of();
            OperationPlan plan = new OperationPlan(start.kind(), start.shard(), "do it.", moves);
            if (start.dryRun()) {
                return Future.succeededFuture(new OperationResult.Planned(plan));
            }
            record = new OperationStarted(id, plan, start.settings(), AT);
        } else {
            OperationRequest.Steer steer = (OperationRequest.Steer) request;
            id = steer.id();
            Optional<Operation> found = state.operations().find(id);
            if (found.isEmpty()) {
                return Future.succeededFuture(
                        new OperationResult.Refused(RefusalCode.UNKNOWN_OPERATION, "there is no operation " + id));
            }
            record = switch (steer.action()) {
                case THROTTLE -> new OperationTuned(id, steer.keysPerSecond(), AT);
                case PAUSE -> changed(found.get(), OperationState.PAUSED);
                case RESUME -> changed(found.get(), OperationState.RUNNING);
                case ABORT -> changed(found.get(), OperationState.ABORTING);
            };
        }
        ApplyOutcome outcome = apply(record);
        Operation after = outcome.state().operations().find(id).orElseThrow();
        return Future.succeededFuture(outcome.rejection()
                .<OperationResult>map(why -> new OperationResult.Refused(RefusalCode.WRONG_STATE, why.text()))
                .orElse(new OperationResult.Accepted(after)));
    }

    private static OperationChanged changed(Operation operation, OperationState next) {
        return new OperationChanged(operation.id(), operation.state(), new OperationStatus(next, "TEST", ""), AT);
    }

    @Override
    public synchronized Future<UpkeepResult> upkeep(UpkeepRequest request) {
        upkeepRequests.add(request);
        if (request instanceof UpkeepRequest.Pause pause) {
            pauses.add(new ClusterOverview.Pause(pause.shard(), pause.forMillis(), pause.reason()));
            return Future.succeededFuture(
                    new UpkeepResult.Done(pause.shard(), Optional.empty(), pause.forMillis(), "It is paused."));
        }
        if (request instanceof UpkeepRequest.Drain drain && drain.node().equals("zz")) {
            return Future.succeededFuture(
                    new UpkeepResult.Refused(RefusalCode.UNKNOWN_NODE, "there is no node or agent 'zz'"));
        }
        return Future.succeededFuture(new UpkeepResult.Done("s1", Optional.empty(), 0, "It is done."));
    }

    @Override
    public synchronized Future<PromotionResult> promote(PromotionRequest request) {
        if (failure.isPresent()) {
            return Future.failedFuture(failure.get());
        }
        Optional<Shard> found = state.map().shard(request.shard());
        if (found.isEmpty()) {
            return refused(RefusalCode.UNKNOWN_SHARD, "there is no shard '" + request.shard() + "'; see /v1/shards");
        }
        Shard shard = found.get();
        Optional<Node> to = request.to().isEmpty()
                ? shard.replicas().stream().findFirst()
                : shard.nodes().filter(n -> names(n, request.to().get())).findFirst();
        if (to.isEmpty()) {
            return refused(
                    RefusalCode.UNKNOWN_NODE,
                    "there is no node '" + request.to().orElse("") + "'; see /v1/nodes");
        }
        if (to.get().equals(shard.primary())) {
            return refused(RefusalCode.ALREADY_PRIMARY, to.get().agent() + " is primary; name a replica");
        }
        return Future.succeededFuture(promoted(request.kind(), shard, to.get()));
    }

    private PromotionResult promoted(ElectionKind kind, Shard shard, Node to) {
        long epoch = state.nextElectionEpoch(shard);
        Election election =
                new Election(shard.id(), epoch, kind, to.id(), shard.primary().id(), kind.name(), 0, AT);
        apply(new PrimaryElected(election, shard.epoch(), "Asked for."));
        apply(new PrimaryActivated(shard.id(), epoch, Map.of("epoch", epoch, "totalMicros", 5123L), AT));
        return new PromotionResult.Promoted(
                state.map().version(), to, 5123, kind == ElectionKind.SWITCHOVER ? 2001 : 0);
    }

    private static boolean names(Node node, String wanted) {
        return node.agent().equals(wanted) || node.id().hex().equals(wanted);
    }

    /** Nothing is done; a node that nobody knows is refused. */
    @Override
    public Future<CustodyResult> wish(CustodyRequest request) {
        return Future.succeededFuture(
                request.wish() == CustodyWish.RELEASE
                        ? new CustodyResult.Told("10.0.0.1:6379 gets back its settings.")
                        : new CustodyResult.Refused(
                                RefusalCode.ALREADY_IN_CHARGE, "Slotkeeper is in-charge; there is nothing to adopt"));
    }

    @Override
    public Future<DrillResult> drill(DrillRequest request) {
        boolean unknown = request.fault().target() == DrillFault.Target.NODE
                && state.nodes().values().stream().noneMatch(node -> names(node, request.target()));
        return Future.succeededFuture(
                unknown
                        ? new DrillResult.Refused(RefusalCode.UNKNOWN_NODE, "there is no node; see /v1/nodes")
                        : new DrillResult.Begun(
                                request.fault(), request.target() + " for " + request.forMillis(), request.dryRun()));
    }

    private static Future<PromotionResult> refused(RefusalCode code, String text) {
        return Future.succeededFuture(new PromotionResult.Refused(code, text));
    }

    @Override
    public String id() {
        return "c1";
    }

    @Override
    public Optional<String> leader() {
        return Optional.of("c1");
    }
}
