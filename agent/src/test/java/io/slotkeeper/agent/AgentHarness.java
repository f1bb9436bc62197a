package io.slotkeeper.agent;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.Addresses;
import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.Endorser;
import io.slotkeeper.core.protocol.Endpoint;
import io.slotkeeper.core.protocol.Guard;
import io.slotkeeper.core.protocol.LeaseGrant;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.NodeConfig;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.slot.SlotSet;
import io.slotkeeper.testkit.LocalRedisGroup;
import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.RedisServerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** Redis processes, an agent beside each, and the part of the coordinator: hears reports, gives orders. */
final class AgentHarness implements AutoCloseable {
    /** A report and when it was heard. */
    record Heard(AgentReport report, long atNanos) {}

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    final LocalRedisGroup redis;
    final List<Agent> agents = new ArrayList<>();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final AtomicLong commands = new AtomicLong();
    private final Map<String, AgentReport> guarding = new ConcurrentHashMap<>();
    volatile long term = 1;
    /** Whether heartbeats are acknowledged. */
    volatile boolean granting = true;

    AgentHarness(RedisBinary binary, int nodes, UnaryOperator<RedisServerOptions> change) {
        redis = LocalRedisGroup.start(binary, nodes, change);
        listen();
    }

    private void listen() {
        vertx.eventBus().<byte[]>consumer(Addresses.REPORTS, message -> {
            long now = System.nanoTime();
            AgentReport report = AgentReport.decode(message.body());
            heard.add(new Heard(report, now));
            guarding.put(report.identity().instance(), report);
            grant(report);
        });
    }

    /** Every heartbeat is acknowledged, as if its node was the primary and all others its replicas. */
    private void grant(AgentReport report) {
        if (!granting || report.view().isEmpty()) {
            return;
        }
        List<Endorser> endorsers = guarding.values().stream()
                .filter(other ->
                        !other.identity().name().equals(report.identity().name()))
                .filter(other -> other.view().isPresent())
                .map(other -> new Endorser(
                        other.view().orElseThrow().id(),
                        other.guarding().host(),
                        other.guarding().port()))
                .toList();
        LeaseGrant grant = new LeaseGrant(
                term, "s1", report.sentNanos(), report.view().get().runId(), LeaseTiming.defaults(), endorsers);
        vertx.eventBus().send(report.identity().leaseAddress(), grant.encode());
    }

    static AgentHarness of(RedisBinary binary, int nodes) {
        AgentHarness harness = new AgentHarness(binary, nodes, UnaryOperator.identity());
        for (int i = 0; i < nodes; i++) {
            harness.startAgent(harness.options(i));
        }
        return harness;
    }

    AgentOptions options(int index) {
        return AgentOptions.of(
                "a" + index,
                RedisAddress.parse("127.0.0.1:" + redis.server(index).port()));
    }

    Agent startAgent(AgentOptions options) {
        Agent agent = new Agent(vertx, options);
        get(agent.start());
        agents.add(agent);
        return agent;
    }

    /** A primary with all slots and its replica, in sync. */
    void formPair() {
        awaitView(0, view -> true);
        awaitView(1, view -> true);
        for (int i = 0; i < 2; i++) {
            done(i, new Order.Configure(NodeConfig.REQUIRED));
        }
        done(0, new Order.AssignSlots(SlotSet.all(), 1));
        Order.Meet meet = new Order.Meet(List.of(endpoint(0), endpoint(1)));
        done(0, meet);
        done(1, meet);
        awaitView(0, view -> view.knownNodes() == 2 && view.clusterOk());
        awaitView(1, view -> view.knownNodes() == 2);
        done(0, new Order.AllowSync());
        done(1, new Order.Follow(id(0)));
        awaitView(1, view -> view.synced() && view.linkUp() && view.clusterOk());
        awaitView(1, view -> view.viewDigest() == view(0).viewDigest());
    }

    Endpoint endpoint(int index) {
        var identity = agents.get(index).identity();
        return new Endpoint(id(index), identity.host(), identity.port(), identity.busPort());
    }

    NodeId id(int index) {
        return view(index).id();
    }

    NodeView view(int index) {
        return last(index).view().orElseThrow();
    }

    AgentReport last(int index) {
        String instance = agents.get(index).identity().instance();
        return heard.stream()
                .map(Heard::report)
                .filter(report -> report.identity().instance().equals(instance))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    List<Heard> heard(int index) {
        String instance = agents.get(index).identity().instance();
        return heard.stream()
                .filter(h -> h.report().identity().instance().equals(instance))
                .toList();
    }

    NodeView awaitView(int index, Predicate<NodeView> condition) {
        return await(index, report -> report.view().filter(condition).isPresent())
                .report()
                .view()
                .orElseThrow();
    }

    /** Waits until the last report fits. */
    Heard await(int index, Predicate<AgentReport> condition) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(
                        () -> heard(index).stream().reduce((a, b) -> b).orElse(null),
                        h -> h != null && condition.test(h.report()));
    }

    CommandReply done(int index, Order order) {
        CommandReply reply = order(index, order);
        if (reply.result() != CommandReply.Result.DONE) {
            throw new AssertionError(order.type() + " to agent " + index + ": " + reply.result() + " " + reply.text());
        }
        return reply;
    }

    /** Promotes a node. An agent that has just started wants to be asked again. */
    CommandReply promoted(int index, String harmlessRun) {
        return promoted(index, SlotSet.all(), harmlessRun);
    }

    CommandReply promoted(int index, SlotSet slots, String harmlessRun) {
        Order order = new Order.Promote(slots, 0, harmlessRun, LeaseTiming.defaults());
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> order(index, order), reply -> reply.result() != CommandReply.Result.REFUSED_PROMISED);
    }

    CommandReply order(int index, Order order) {
        return get(send(index, order, new Guard(term, "s1", 1, Long.MAX_VALUE)));
    }

    CommandReply order(int index, Order order, Guard guard) {
        return get(send(index, order, guard));
    }

    Future<CommandReply> send(int index, Order order, Guard guard) {
        byte[] body = new AgentCommand(commands.incrementAndGet(), guard, order).encode();
        return vertx.eventBus()
                .<byte[]>request(agents.get(index).identity().commandAddress(), body)
                .map(message -> CommandReply.decode(message.body()));
    }

    static <T> T get(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no result within 30 s", e);
        }
    }

    @Override
    public void close() {
        get(vertx.close());
        redis.close();
    }
}
