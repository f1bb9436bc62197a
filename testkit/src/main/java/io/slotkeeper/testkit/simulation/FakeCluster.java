package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.control.ControlOptions;
import io.slotkeeper.core.control.CustodyRequest;
import io.slotkeeper.core.control.CustodyResult;
import io.slotkeeper.core.control.CustodyWish;
import io.slotkeeper.core.control.DrillRequest;
import io.slotkeeper.core.control.DrillResult;
import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.control.OperationRequest;
import io.slotkeeper.core.control.OperationResult;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.control.UpkeepResult;
import io.slotkeeper.core.decide.FailoverSettings;
import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.plan.SlotSplit;
import io.slotkeeper.core.protocol.AgentIdentity;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.OpenSlot;
import io.slotkeeper.core.protocol.OpenSlot.Direction;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A whole cluster in memory and virtual time: nodes, agents, a log and two coordinators around real control loops.
 * Deterministic; {@link Invariants} are checked after every step. One test, one cluster, one thread.
 */
public final class FakeCluster {
    private static final long HEARTBEAT_MICROS = 100_000;
    private static final long FORMATION_MILLIS = 20_000;
    private static final int FIRST_PORT = 7000;
    private static final int BUS_PORT_OFFSET = 10_000;
    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final int TRACE_LINES = 120;

    private final Histories histories = new Histories(this);
    private final Invariants invariants = new Invariants(this);
    private final VirtualTime time = new VirtualTime(invariants::check);
    private final FakeNetwork network = new FakeNetwork(time);
    private final FakeBus bus = new FakeBus(this);
    private final Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    private final FakeRedisCluster redis = new FakeRedisCluster(time, this::hostsConnect);
    private final ControlOptions options;
    private final boolean thorough;
    private final FakeCodec codec;
    private final FakeConsensus consensus;
    private final List<FakeCoordinator> coordinators = new ArrayList<>();
    private final Map<String, FakeAgent> agents = new LinkedHashMap<>();
    private final Map<String, FakeAgent> agentsByAddress = new HashMap<>();
    private final Map<NodeId, FakeAgent> agentsByNode = new HashMap<>();
    private Optional<List<String>> trace = Optional.empty();
    private long nextRequest = 1;

    /** Two coordinators, whose leader the test chooses. */
    public FakeCluster(ControlOptions options) {
        this.options = options;
        this.thorough = true;
        this.codec = new FakeCodec(true);
        FakeLog log = new FakeLog(time, codec, invariants::committed);
        this.consensus = log;
        this.trace = Optional.of(new ArrayList<>());
        log.add(addCoordinator(0));
        log.add(addCoordinator(0));
        log.elect(coordinators.get(0));
    }

    /**
     * Coordinators that elect each other, and nothing else yet.
     *
     * @param random the one source of chance
     */
    FakeCluster(ControlOptions options, int coordinators, Random random, Set<Flaw> flaws, boolean traced) {
        this.options = options;
        this.thorough = false;
        this.codec = new FakeCodec(false);
        this.flaws.addAll(flaws);
        network.chance(random);
        if (traced) {
            trace = Optional.of(new ArrayList<>());
        }
        FakeRaft raft = new FakeRaft(this, random);
        this.consensus = raft;
        for (int i = 0; i < coordinators; i++) {
            raft.add(addCoordinator((i + 1) * HOUR_NANOS));
        }
    }

    /** As many agents and nodes as are wanted, and nothing done yet. */
    public static FakeCluster gathered(int shards, int replicas) {
        return gathered(shards, replicas, false);
    }

    private static FakeCluster gathered(int shards, int replicas, boolean promotePartitioned) {
        return gathered(ControlOptions.of(new ClusterSettings(shards, replicas))
                .withFailover(FailoverSettings.defaults().withPromotePartitioned(promotePartitioned)));
    }

    private static FakeCluster gathered(ControlOptions options) {
        FakeCluster cluster = new FakeCluster(options.withWarmUpRounds(3));
        for (int i = 0; i < options.wanted().nodes(); i++) {
            cluster.addAgent();
        }
        return cluster;
    }

    /** A ready cluster whose primaries hold some keys. Nothing has been failed over for a long time. */
    public static FakeCluster formed(int shards, int replicas) {
        return formed(shards, replicas, false);
    }

    /** The same; it replaces partitioned primaries, or not. */
    public static FakeCluster formed(int shards, int replicas, boolean promotePartitioned) {
        return formed(gathered(shards, replicas, promotePartitioned));
    }

    /** The same; its coordinators have other options than the usual ones. */
    public static FakeCluster formed(ControlOptions options) {
        return formed(gathered(options));
    }

    private static FakeCluster formed(FakeCluster cluster) {
        if (!cluster.runUntil(cluster::isReady, FORMATION_MILLIS)) {
            throw new IllegalStateException("the cluster was not formed: " + cluster.map());
        }
        cluster.run(3000);
        cluster.map().shards().forEach(shard -> cluster.write(shard.id(), 100));
        cluster.run(200);
        return cluster;
    }

    /** A cluster that runs by itself, with agents beside it and coordinators that form none. */
    public static FakeCluster running(int shards, int replicas) {
        FakeCluster cluster = gathered(
                ControlOptions.of(new ClusterSettings(shards, replicas)).withAdopt(true));
        List<FakeNode> nodes = List.copyOf(cluster.redis.nodes());
        for (int i = 0; i < nodes.size(); i++) {
            FakeNode node = nodes.get(i);
            nodes.forEach(other -> node.known.add(other.id));
            node.syncHeld = false;
            node.configEpoch = i % shards + 1L;
            if (i < shards) {
                node.own(SlotSet.of(SlotSplit.even(shards).get(i)));
            } else {
                node.follow(nodes.get(i % shards).id);
            }
        }
        cluster.redis.gossipSoon();
        cluster.run(3000);
        return cluster;
    }

    private FakeCoordinator addCoordinator(long clockOffsetNanos) {
        FakeCoordinator coordinator =
                new FakeCoordinator("c" + (coordinators.size() + 1), this, options, clockOffsetNanos);
        coordinators.add(coordinator);
        return coordinator;
    }

    /** Starts another agent with a fresh node of its own, a1 first. */
    public FakeAgent addAgent() {
        return addAgent("a" + (agents.size() + 1), "i1", addNode());
    }

    /** A fresh node, without an agent. */
    FakeNode addNode() {
        int number = redis.nodes().size() + 1;
        FakeNode node = new FakeNode(new NodeId(String.format("%040x", number)), FIRST_PORT + number);
        redis.add(node);
        return node;
    }

    /** Starts another agent process beside a node, whoever guards that node already. */
    public FakeAgent addAgent(String name, String instance, FakeNode node) {
        return addAgent(
                node,
                new AgentIdentity(name, instance, "", "127.0.0.1", node.port, node.port + BUS_PORT_OFFSET),
                1000L * (agents.size() + 1));
    }

    FakeAgent addAgent(FakeNode node, AgentIdentity identity, long firstReportMicros) {
        FakeAgent agent = new FakeAgent(this, node, identity, (agents.size() + 1) * HOUR_NANOS);
        boolean second = agents.containsKey(identity.name());
        agents.put(second ? identity.name() + "/" + identity.instance() : identity.name(), agent);
        agentsByNode.putIfAbsent(node.id, agent);
        known(agent);
        agent.process().every(firstReportMicros, HEARTBEAT_MICROS, () -> bus.report(agent));
        return agent;
    }

    /** An agent process has begun: from now on it takes commands at its address. */
    void known(FakeAgent agent) {
        agentsByAddress.put(agent.identity().commandAddress(), agent);
    }

    /** The living agent process that takes commands at an address. */
    Optional<FakeAgent> agentAt(String address) {
        return Optional.ofNullable(agentsByAddress.get(address))
                .filter(a -> a.isRunning() && a.identity().commandAddress().equals(address));
    }

    public FakeNetwork network() {
        return network;
    }

    /** From now on the machinery makes that mistake. */
    public void add(Flaw flaw) {
        flaws.add(flaw);
    }

    /** Keeps a line for the one who has to understand a failure. */
    void trace(Supplier<String> line) {
        trace.ifPresent(lines -> lines.add(String.format(Locale.ROOT, "%10.1f ms  %s", time.millis(), line.get())));
    }

    /** What happened last, one line each. */
    public String trace() {
        List<String> lines = trace.orElse(List.of());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TRACE_LINES), lines.size()));
    }

    /** All that happened. */
    List<String> traceLines() {
        return trace.orElse(List.of());
    }

    boolean has(Flaw flaw) {
        return flaws.contains(flaw);
    }

    /** Cuts an agent and its node off from everybody, both ways. */
    public void isolate(FakeAgent agent) {
        agents.values().stream()
                .filter(other -> !other.equals(agent))
                .forEach(other -> network.cutBothWays(agent.name(), other.name()));
        isolateFromCoordinators(agent);
    }

    /** Cuts an agent and its node off from the coordinators, both ways. */
    public void isolateFromCoordinators(FakeAgent agent) {
        coordinators.forEach(c -> network.cutBothWays(agent.name(), c.name()));
    }

    /** Mends all cuts; the nodes hear of each other at once. */
    public void healNetwork() {
        network.heal();
        if (consensus instanceof FakeLog log) {
            log.noticed();
        }
        redis.gossipSoon();
    }

    boolean hostsConnect(FakeNode one, FakeNode other) {
        return one.equals(other) || network.connectsBothWays(hostOf(one.id), hostOf(other.id));
    }

    private String hostOf(NodeId id) {
        return agentBeside(id).map(FakeAgent::name).orElse("");
    }

    Optional<FakeAgent> agentBeside(NodeId id) {
        return Optional.ofNullable(agentsByNode.get(id));
    }

    /** Whether a node answers somebody on another host. */
    boolean reaches(String from, NodeId id) {
        return answersProbe(id) && network.connectsBothWays(from, hostOf(id));
    }

    /** The other coordinator is elected, and the one that led does not know. */
    public void changeLeaderUnnoticed() {
        log().electUnnoticed(leader().equals(coordinators.get(0)) ? coordinators.get(1) : coordinators.get(0));
    }

    /** Nobody leads, and nothing that the coordinators want is done any more. */
    public void stopCoordinators() {
        agents.values().forEach(this::isolateFromCoordinators);
    }

    VirtualTime time() {
        return time;
    }

    FakeRedisCluster redis() {
        return redis;
    }

    FakeBus bus() {
        return bus;
    }

    FakeCodec codec() {
        return codec;
    }

    Invariants invariants() {
        return invariants;
    }

    Histories histories() {
        return histories;
    }

    /** Whose node it is, for people. */
    String nameOf(FakeNode node) {
        return agentBeside(node.id).map(FakeAgent::name).orElse(node.id.hex());
    }

    FakeConsensus consensus() {
        return consensus;
    }

    List<FakeCoordinator> coordinators() {
        return coordinators;
    }

    /** Whether what coordinators wanted done is kept for the tests to look at. */
    boolean keepsEffects() {
        return thorough;
    }

    /** The log whose leader the test chooses. */
    public FakeLog log() {
        return (FakeLog) consensus;
    }

    public SlotMap map() {
        return consensus.state().map();
    }

    public Shard shard(String id) {
        return map().shard(id).orElseThrow();
    }

    public FakeAgent agent(String name) {
        return agents.get(name);
    }

    public Collection<FakeAgent> agents() {
        return agents.values();
    }

    public FakeAgent primaryOf(String shard) {
        return agent(shard(shard).primary().agent());
    }

    public List<FakeAgent> replicasOf(String shard) {
        return shard(shard).replicas().stream().map(node -> agent(node.agent())).toList();
    }

    public FakeCoordinator leader() {
        return consensus.leader();
    }

    /** The other coordinator takes the leadership over. */
    public void changeLeader() {
        log().elect(leader().equals(coordinators.get(0)) ? coordinators.get(1) : coordinators.get(0));
    }

    public boolean isReady() {
        return leader().loop().overview(leader().now()).ready();
    }

    /** Ready, and the analysis finds nothing. */
    public boolean isWell() {
        return leader().loop().overview(leader().now()).phase().equals("active");
    }

    public boolean allActive() {
        return map().shards().stream().allMatch(shard -> shard.state() == ShardState.ACTIVE);
    }

    /** The time that the leader sees. */
    public Moment now() {
        return leader().now();
    }

    /** Nobody leads until {@link #changeLeader()}. */
    public void loseLeader() {
        leader().step(new ControlEvent.LeadershipLost());
    }

    public long nanos() {
        return time.nanos();
    }

    public void run(long millis) {
        time.runFor(millis);
    }

    public boolean runUntil(BooleanSupplier condition, long millis) {
        return time.runUntil(condition, millis);
    }

    /** {@code kill -9} of a node; its agent notices and reports at once. */
    public void crash(FakeAgent agent) {
        redis.crash(agent.node());
        bus.report(agent);
    }

    /** Every node that goes crashes in the same moment, and only then do the agents report. */
    public void crashTogether(List<FakeAgent> victims) {
        victims.forEach(agent -> redis.crash(agent.node()));
        victims.forEach(bus::report);
    }

    /** The node starts again, with or without its data; its agent reports at once. */
    public void start(FakeAgent agent, boolean empty) {
        redis.start(agent.node(), empty);
        bus.report(agent);
    }

    /** The node dies and is back before its agent could see it gone. */
    public void restartUnseen(FakeAgent agent, boolean empty) {
        redis.crash(agent.node());
        start(agent, empty);
    }

    /** The node dies and is back, before its agent could see it gone, without its nodes.conf: empty and with a new id. */
    public void returnAsAnother(FakeAgent agent) {
        redis.crash(agent.node());
        FakeNode other =
                new FakeNode(new NodeId(String.format("%040x", redis.nodes().size() + 1)), agent.node().port);
        redis.add(other);
        agent.finds(other);
        start(agent, true);
    }

    /** Somebody ran {@code CLUSTER RESET} on a replica, which empties it. */
    public void makeStray(FakeAgent agent) {
        agent.node().role = NodeRole.PRIMARY;
        agent.node().primary = Optional.empty();
        agent.node().empty();
    }

    /** A replica takes itself for the primary of its shard's slots, fenced as before a failover; no gossip reaches it. */
    public void makeClaimant(FakeAgent agent, long keys, long configEpochAbovePrimary) {
        FakeNode primary = redis.nodes().stream()
                .filter(n -> n.id.equals(agent.node().primary.orElseThrow()))
                .findFirst()
                .orElseThrow();
        makeStray(agent);
        agent.node().own(primary.slots);
        agent.node().configEpoch = primary.configEpoch + configEpochAbovePrimary;
        agent.node().keys = keys;
        agent.node().fenced = true;
    }

    /** As {@link #makeClaimant}, but the slots are gone and the keys are left. */
    public void makeHoarder(FakeAgent agent, long keys) {
        makeStray(agent);
        agent.node().keys = keys;
    }

    /** Somebody ran {@code CLUSTER SETSLOT} on both nodes by hand, and moved some of the slot's keys. */
    public void openSlot(int slot, FakeAgent from, FakeAgent to, long movedKeys) {
        from.node().openSlots = List.of(new OpenSlot(slot, Direction.MIGRATING, to.node().id));
        to.node().openSlots = List.of(new OpenSlot(slot, Direction.IMPORTING, from.node().id));
        to.node().strandedKeys = movedKeys;
    }

    /** A node without agent that all others know: somebody introduced it by hand, or it was forgotten and came back. */
    public FakeNode addStranger() {
        FakeNode stranger = new FakeNode(new NodeId(String.format("%040x", 0xabcdef)), FIRST_PORT - 1);
        redis.nodes().forEach(node -> {
            node.known.add(stranger.id);
            stranger.known.add(node.id);
        });
        redis.add(stranger);
        return stranger;
    }

    /** The node comes back at another address, and no other node finds it there. */
    public void move(FakeAgent agent, String host) {
        agent.moveTo(host);
        redis.nodes().stream().filter(node -> !node.equals(agent.node())).forEach(node -> {
            node.lost.add(agent.node().id);
            agent.node().lost.add(node.id);
        });
        bus.report(agent);
    }

    /** Whether the node and all others have connections to each other. */
    public boolean knowsEverybody(FakeAgent agent) {
        return agent.node().lost.isEmpty()
                && redis.nodes().stream().noneMatch(node -> node.lost.contains(agent.node().id));
    }

    /** The node is a replica whose first sync is not finished: its primary holds it back. */
    public void forgetSync(FakeAgent replica) {
        redis.holdSync(replica.node());
        bus.report(replica);
    }

    /** The node stops answering, as with SIGSTOP, or goes on. */
    public void hang(FakeAgent agent, boolean hung) {
        if (hung) {
            agent.node().hung = true;
            agent.node().stopped = false;
        } else {
            redis.resume(agent.node());
        }
        bus.report(agent);
    }

    /** The node is stopped, as with SIGSTOP, and its agent can see that. */
    public void stopProcess(FakeAgent agent) {
        agent.node().hung = true;
        agent.node().stopped = true;
        bus.report(agent);
    }

    /** Hazelcast tells all coordinators that an agent has left. */
    public void depart(FakeAgent agent) {
        agent.stop();
        coordinators.forEach(c -> c.step(new ControlEvent.AgentDeparted(agent.name())));
    }

    /** Whether the shard's primary in the slot map acknowledged the keys. */
    public boolean write(String shard, long keys) {
        return redis.write(primaryOf(shard).node(), keys);
    }

    /** Whether the node beside an agent would acknowledge a write. */
    public boolean acceptsWrites(FakeAgent agent) {
        return redis.acceptsWrites(agent.node());
    }

    public boolean write(FakeAgent agent, long keys) {
        return redis.write(agent.node(), keys);
    }

    public long request(PromotionRequest request) {
        long id = nextRequest++;
        leader().step(new ControlEvent.PromotionRequested(id, request));
        return id;
    }

    public long wish(CustodyWish wish, boolean dryRun) {
        long id = nextRequest++;
        leader().step(new ControlEvent.CustodyRequested(id, new CustodyRequest(wish, dryRun)));
        return id;
    }

    /** What was answered to a wish; empty while nothing was. */
    public Optional<CustodyResult> told(long requestId) {
        return effects(Effect.CustodyAnswer.class)
                .filter(answer -> answer.requestId() == requestId)
                .map(Effect.CustodyAnswer::result)
                .findFirst();
    }

    /** A replica becomes primary by the nodes' own failover. */
    public void failOverNatively(FakeAgent replica) {
        redis.takeOver(replica.node());
    }

    public long request(UpkeepRequest request) {
        long id = nextRequest++;
        leader().step(new ControlEvent.UpkeepRequested(id, request));
        return id;
    }

    public Optional<UpkeepResult> upkeepAnswer(long requestId) {
        return effects(Effect.UpkeepAnswer.class)
                .filter(answer -> answer.requestId() == requestId)
                .map(Effect.UpkeepAnswer::result)
                .findFirst();
    }

    public long request(OperationRequest request) {
        long id = nextRequest++;
        leader().step(new ControlEvent.OperationRequested(id, request));
        return id;
    }

    public Optional<OperationResult> operationAnswer(long requestId) {
        return effects(Effect.OperationAnswer.class)
                .filter(answer -> answer.requestId() == requestId)
                .map(Effect.OperationAnswer::result)
                .findFirst();
    }

    public Optional<PromotionResult> answer(long requestId) {
        return effects(Effect.Answer.class)
                .filter(answer -> answer.requestId() == requestId)
                .map(Effect.Answer::result)
                .findFirst();
    }

    /** Asks the leader for a fault. */
    public long drill(DrillRequest request) {
        long id = nextRequest++;
        leader().step(new ControlEvent.DrillRequested(id, request));
        return id;
    }

    public Optional<DrillResult> drillAnswer(long requestId) {
        return effects(Effect.AnswerDrill.class)
                .filter(answer -> answer.requestId() == requestId)
                .map(Effect.AnswerDrill::result)
                .findFirst();
    }

    /** What any coordinator wanted done, by kind; in order for each coordinator. */
    public <T extends Effect> Stream<T> effects(Class<T> kind) {
        return coordinators.stream()
                .flatMap(c -> c.effects().stream())
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    /** Orders of one kind that were sent to anybody. */
    public List<Effect.Send> sent(Class<? extends Order> order) {
        return effects(Effect.Send.class)
                .filter(send -> order.isInstance(send.command().order()))
                .toList();
    }

    boolean answersProbe(NodeId id) {
        FakeNode node = redis.node(id);
        return node != null && node.up && !node.hung;
    }

    /** The next order of that type is on its way for so much longer. */
    public void delayNext(OrderType type, long millis) {
        bus.delayNext(type, millis);
    }

    /** For tests that compare with the slot map. */
    public Node nodeOf(FakeAgent agent) {
        return consensus.state().nodes().get(agent.node().id());
    }
}
