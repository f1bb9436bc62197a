package io.slotkeeper.testkit.simulation;

import static io.slotkeeper.testkit.simulation.Invariants.require;

import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.record.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Runs a {@link Scenario}.
 *
 * <pre>
 * ready       the cluster has its leases; clients write beside every node, from now on to the end
 * storm       the faults of the scenario, each at its time
 * calm        the network is whole, every process but dead nodes runs; where no node of a shard could be promoted, its nodes run too
 * invariant 7 every shard takes writes within {@link #WRITABLE_MILLIS}
 * healed      dead nodes start, and the leader finds everything in order within {@link #READY_MILLIS}
 * end         the primaries hold what the clients were promised
 * </pre>
 */
final class Storm {
    /** Election, grace, lease, min-interval, and the 2 s of a restarted primary, one after the other. */
    static final long WRITABLE_MILLIS = 10_000;

    static final long READY_MILLIS = 60_000;

    private static final long WARM_UP_MILLIS = 350;
    private static final long WRITE_MICROS = 20_000;
    private static final long GOSSIP_MICROS = 500_000;
    private static final long LOOK_MILLIS = 20;
    private static final long LEAD_MILLIS = 2000;

    private final Scenario scenario;
    private final Random random;
    private final FakeCluster cluster;
    private final FakeRaft raft;
    private final List<FakeAgent> agents;
    private final List<String> hosts = new ArrayList<>();
    private final List<Runnable> unfinished = new ArrayList<>();
    private final Set<Flaw> flaws;
    private long stillUntilNanos;
    private long readyNanos;

    Storm(Scenario scenario, Set<Flaw> flaws, boolean traced) {
        this.scenario = scenario;
        this.flaws = flaws;
        this.random = new Random(scenario.seed());
        this.cluster = ReadyCluster.of(scenario.setup(), random, flaws, traced);
        this.raft = (FakeRaft) cluster.consensus();
        this.agents = List.copyOf(cluster.agents());
        agents.forEach(agent -> hosts.add(agent.name()));
        cluster.coordinators().forEach(coordinator -> hosts.add(coordinator.name()));
        if (flaws.contains(Flaw.SYNC_NOT_HELD)) {
            cluster.redis().feedAtOnce();
        }
        if (flaws.contains(Flaw.EPOCHS_COLLIDE)) {
            cluster.redis().rememberFormer();
        }
    }

    FakeCluster cluster() {
        return cluster;
    }

    FakeRaft raft() {
        return raft;
    }

    /**
     * Runs it to the end.
     *
     * @throws InvariantViolation if something does not hold
     */
    void run() {
        drawClocks();
        cluster.run(WARM_UP_MILLIS);
        readyNanos = cluster.nanos();
        cluster.redis().gossipEvery(GOSSIP_MICROS);
        cluster.time().every(WRITE_MICROS, WRITE_MICROS, this::clientsWrite);
        weather();
        for (Fault fault : scenario.faults()) {
            cluster.time().at(readyNanos + fault.atMillis() * 1_000_000, () -> strike(fault));
        }
        long last = scenario.faults().isEmpty()
                ? 0
                : scenario.faults().get(scenario.faults().size() - 1).atMillis();
        cluster.run(last
                + scenario.faults().stream().mapToLong(Fault::lastsMillis).max().orElse(0) / 2);
        calmDown();
        awaitWrites();
        heal();
        cluster.histories().checkEnd();
    }

    private void drawClocks() {
        double drift =
                flaws.contains(Flaw.CLOCKS_DRIFT) ? 0.15 : scenario.setup().clockDrift();
        agents.forEach(agent -> agent.clockRate(rate(drift)));
        cluster.coordinators().forEach(c -> c.process().clockRate(rate(drift)));
    }

    /** Often one of the extremes. */
    private double rate(double drift) {
        return switch (random.nextInt(4)) {
            case 0 -> 1 - drift;
            case 1 -> 1 + drift;
            default -> 1 - drift + 2 * drift * random.nextDouble();
        };
    }

    private void weather() {
        FakeNetwork network = cluster.network();
        network.lose(scenario.setup().loss());
        network.duplicate(scenario.setup().duplicates());
        network.jitter(scenario.setup().jitterMicros());
        usualDelays();
    }

    void usualDelays() {
        cluster.network().delay(scenario.setup().late(), scenario.setup().lateMicros());
    }

    private void clientsWrite() {
        for (FakeNode node : cluster.redis().nodes()) {
            if (random.nextBoolean()) {
                cluster.redis().clientWrites(node);
            }
        }
    }

    private void strike(Fault fault) {
        String text = fault.kind().strike(this, fault);
        if (!text.isEmpty()) {
            cluster.trace(() -> "FAULT " + fault.kind() + ": " + text);
        }
    }

    /** The end of a fault. */
    void later(long millis, String text, Runnable end) {
        Runnable once = new Runnable() {
            @Override
            public void run() {
                if (unfinished.remove(this)) {
                    cluster.trace(() -> "OVER  " + text);
                    end.run();
                }
            }
        };
        unfinished.add(once);
        cluster.time().after(millis * 1000, once);
    }

    /** Whether faults may happen that a primary's agent would have to answer. */
    boolean mayDisturb() {
        return cluster.nanos() >= stillUntilNanos;
    }

    /** Keeps everything else in order for so long, if it is in order now. Returns whether it is. */
    boolean holdStillFor(long millis) {
        boolean inOrder =
                mayDisturb() && cluster.network().isWhole() && agents.stream().noneMatch(a -> a.node().hung);
        if (inOrder) {
            stillUntilNanos = cluster.nanos() + millis * 1_000_000;
        }
        return inOrder;
    }

    /** Whether all is well, and no other fault follows for long enough to repair what this one breaks. */
    boolean isQuietFor(Fault fault) {
        boolean alone = scenario.faults().stream()
                .filter(f -> !f.equals(fault))
                .noneMatch(f -> f.atMillis() >= fault.atMillis() && f.atMillis() <= fault.atMillis() + LEAD_MILLIS);
        return alone
                && unfinished.isEmpty()
                && mayDisturb()
                && cluster.network().isWhole()
                && cluster.allActive()
                && !isUnderMaintenance()
                && scenario.setup().loss() == 0
                && agents.stream().allMatch(a -> a.isRunning() && !a.process().isPaused())
                && cluster.isReady();
    }

    private boolean isUnderMaintenance() {
        Upkeep upkeep = cluster.leader().loop().state().upkeep();
        return !upkeep.pauses().isEmpty() || !upkeep.drained().isEmpty();
    }

    private void calmDown() {
        cluster.trace(() -> "CALM");
        FakeNetwork network = cluster.network();
        List.copyOf(unfinished).forEach(Runnable::run);
        network.calm();
        cluster.healNetwork();
        cluster.coordinators().stream().filter(c -> !c.process().isUp()).forEach(raft::restart);
        agents.stream().filter(a -> !a.isRunning()).forEach(FakeAgent::restart);
    }

    /** Where no node of a shard could be promoted, somebody has to start them. */
    private void startLostShards() {
        for (Shard shard : cluster.map().shards()) {
            if (shard.nodes().noneMatch(n -> isOfUse(shard, cluster.redis().node(n.id())))) {
                shard.nodes().forEach(n -> startIfDown(cluster.redis().node(n.id())));
            }
        }
    }

    private void takeDrainsBack() {
        if (raft.isLed()) {
            cluster.leader()
                    .loop()
                    .state()
                    .upkeep()
                    .drained()
                    .keySet()
                    .forEach(node -> cluster.request(new UpkeepRequest.Undrain(node.hex())));
        }
    }

    /** A node that the shard can go on with: its primary, or a replica that has finished its first sync from it. */
    private static boolean isOfUse(Shard shard, FakeNode node) {
        NodeId primary = shard.primary().id();
        boolean replica = node.role == NodeRole.REPLICA && node.synced && node.data != null;
        return node.up && (node.id.equals(primary) || (replica && node.primary.equals(Optional.of(primary))));
    }

    private void startIfDown(FakeNode node) {
        if (!node.up) {
            cluster.trace(() -> "the node of " + cluster.nameOf(node) + " starts");
            cluster.start(cluster.agentBeside(node.id).orElseThrow(), false);
        }
    }

    private void awaitWrites() {
        boolean writable = await(
                () -> {
                    startLostShards();
                    takeDrainsBack();
                    return cluster.map().shards().stream().allMatch(this::isWritable);
                },
                WRITABLE_MILLIS);
        require(
                writable,
                () -> "a shard takes no writes " + WRITABLE_MILLIS + " ms after all faults: "
                        + cluster.map().shards().stream()
                                .filter(s -> !isWritable(s))
                                .toList());
    }

    private boolean isWritable(Shard shard) {
        return cluster.redis()
                .acceptsWrites(cluster.redis().node(shard.primary().id()));
    }

    private void heal() {
        cluster.redis().nodes().forEach(this::startIfDown);
        boolean ready = await(() -> raft.isLed() && cluster.isReady(), READY_MILLIS);
        require(
                ready,
                () -> "the cluster is not in order " + READY_MILLIS + " ms after all faults: "
                        + cluster.leader().loop().overview(cluster.leader().now()));
    }

    private boolean await(BooleanSupplier condition, long millis) {
        long end = cluster.nanos() + millis * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (cluster.nanos() >= end) {
                return false;
            }
            cluster.run(LOOK_MILLIS);
        }
        return true;
    }

    FakeAgent agent(int number) {
        return agents.get(number % agents.size());
    }

    FakeCoordinator coordinator(int number) {
        return cluster.coordinators().get(number % cluster.coordinators().size());
    }

    String shard(int number) {
        return "s" + (1 + number % scenario.setup().shards());
    }

    FakeAgent primary(int number) {
        return cluster.primaryOf(shard(number));
    }

    String host(int number) {
        return hosts.get(number % hosts.size());
    }

    List<String> hosts() {
        return hosts;
    }

    List<String> coordinatorHosts() {
        return cluster.coordinators().stream().map(FakeCoordinator::name).toList();
    }

    /** Agents by the zone they were placed in; coordinators are spread over the zones. */
    List<String> zone(int number) {
        int zones = scenario.setup().zones();
        int zone = number % zones;
        List<String> inside = new ArrayList<>();
        agents.stream()
                .filter(a -> a.identity().zone().equals("z" + (zone + 1)))
                .forEach(a -> inside.add(a.name()));
        for (int i = 0; i < cluster.coordinators().size(); i++) {
            if (i % zones == zone) {
                inside.add(cluster.coordinators().get(i).name());
            }
        }
        return inside;
    }
}
