package io.slotkeeper.agent.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.OrderType;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The agent's meters. Safe for any thread. */
public final class AgentMetrics {
    private final MeterRegistry registry;
    private final Counter heartbeats;
    private final Counter connections;
    private final Timer probes;

    /**
     * Registers the meters.
     *
     * @param nodeUp whether the node answers and can be used; asked at every scrape, on its thread
     */
    public AgentMetrics(MeterRegistry registry, BooleanSupplier nodeUp) {
        this.registry = registry;
        heartbeats = Counter.builder("slotkeeper.agent.heartbeats")
                .description("Reports published to the coordinators")
                .register(registry);
        connections = Counter.builder("slotkeeper.agent.connections")
                .description("Connections made to the node; all but the first are reconnects")
                .register(registry);
        probes = Timer.builder("slotkeeper.agent.probe")
                .description("Time the node takes to answer a probe")
                .register(registry);
        Gauge.builder("slotkeeper.agent.node.up", () -> nodeUp.getAsBoolean() ? 1 : 0)
                .description("1 while the node answers and can be used")
                .register(registry);
    }

    /** A report was published. */
    public void heartbeat() {
        heartbeats.increment();
    }

    /** A connection to the node was made. */
    public void connected() {
        connections.increment();
    }

    /** A probe was answered. */
    public void probe(long nanos) {
        probes.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** An order was answered. */
    public void command(OrderType order, CommandReply.Result result, long micros) {
        Timer.builder("slotkeeper.agent.commands")
                .description("Orders of the leader by kind and result")
                .tag("order", order.name().toLowerCase(Locale.ROOT))
                .tag("result", result.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .record(micros, TimeUnit.MICROSECONDS);
    }
}
