package io.slotkeeper.coordinator.control;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.slotkeeper.core.control.ClusterOverview;
import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.control.LiveProgress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * What deciding reports to Micrometer. Names as Prometheus shows them:
 *
 * <pre>
 * slotkeeper_promotions_total{cause,outcome}        finished elections
 * slotkeeper_promotion_phase_seconds{phase}         detect, commit, promote, blocked, publish
 * slotkeeper_raft_commit_seconds                    from a proposal to its application
 * slotkeeper_notes_total{code}                      diagnoses and decisions not to act
 * slotkeeper_event_loop_lag_seconds                 delay of the control loop's last tick
 * slotkeeper_heartbeat_age_seconds{agent}           age of the newest report
 * slotkeeper_replication_lag_bytes{shard}           largest lag among a shard's replicas, -1 when unknown
 * slotkeeper_leader                                 1 on the leader
 * </pre>
 */
final class ControlMetrics {
    private final MeterRegistry registry;
    private final Timer commit;
    private final AtomicLong loopLagMillis = new AtomicLong();
    private final AtomicLong leader = new AtomicLong();
    private final MultiGauge heartbeatAges;
    private final MultiGauge replicationLags;
    private final MultiGauge operationKeys;
    private final MultiGauge operationRates;
    private final MultiGauge operationLeft;

    ControlMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.commit = timer("slotkeeper.raft.commit", "from a proposal to its application", Tags.empty());
        Gauge.builder("slotkeeper.event.loop.lag.seconds", loopLagMillis, lag -> lag.get() / 1000.0)
                .description("delay of the control loop's last tick")
                .register(registry);
        Gauge.builder("slotkeeper.leader", leader, AtomicLong::get)
                .description("1 when this coordinator leads")
                .register(registry);
        heartbeatAges = MultiGauge.builder("slotkeeper.heartbeat.age.seconds")
                .description("age of the newest report of an agent")
                .register(registry);
        replicationLags = MultiGauge.builder("slotkeeper.replication.lag.bytes")
                .description("largest replication lag among the replicas of a shard, -1 when unknown")
                .register(registry);
        operationKeys = gauge("slotkeeper.operation.keys", "keys of the slots that the operation under way moves");
        operationRates = gauge("slotkeeper.operation.keys.per.second", "how fast the operation under way moves keys");
        operationLeft =
                gauge("slotkeeper.operation.left.seconds", "until the operation under way has ended, -1 when unknown");
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private Timer timer(String name, String description, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
    }

    private void count(String name, String description, Tags tags) {
        Counter.builder(name)
                .description(description)
                .tags(tags)
                .register(registry)
                .increment();
    }

    void loopLag(long millis) {
        loopLagMillis.set(millis);
    }

    void leads(boolean leads) {
        leader.set(leads ? 1 : 0);
    }

    void committed(long nanos) {
        commit.record(nanos, TimeUnit.NANOSECONDS);
    }

    void noted(String code) {
        count("slotkeeper.notes", "diagnoses, and decisions not to act", Tags.of("code", code));
    }

    void promoted(Effect.Promoted promotion) {
        count(
                "slotkeeper.promotions",
                "finished elections",
                Tags.of("cause", promotion.cause(), "outcome", promotion.outcome()));
        promotion.phases().forEach((name, value) -> {
            if (name.endsWith("Micros")) {
                phase(name.substring(0, name.length() - "Micros".length()), value);
            }
        });
    }

    void phase(String name, long micros) {
        timer("slotkeeper.promotion.phase", "duration of a phase of a promotion", Tags.of("phase", name))
                .record(micros, TimeUnit.MICROSECONDS);
    }

    /** Takes the gauges over from an overview. */
    void observe(ClusterOverview overview) {
        List<MultiGauge.Row<?>> ages = overview.nodes().stream()
                .<MultiGauge.Row<?>>map(
                        n -> MultiGauge.Row.of(Tags.of("agent", n.agent()), n.reportAgeMillis() / 1000.0))
                .toList();
        heartbeatAges.register(ages, true);
        List<MultiGauge.Row<?>> lags = overview.shards().stream()
                .<MultiGauge.Row<?>>map(
                        s -> MultiGauge.Row.of(Tags.of("shard", s.shard().id()), s.maxLagBytes()))
                .toList();
        replicationLags.register(lags, true);
        List<LiveProgress> live = overview.operation().stream().toList();
        operationKeys.register(rows(live, LiveProgress::keysTotal), true);
        operationRates.register(rows(live, LiveProgress::keysPerSecond), true);
        operationLeft.register(rows(live, l -> l.etaMillis() < 0 ? -1 : l.etaMillis() / 1000.0), true);
    }

    private static List<MultiGauge.Row<?>> rows(List<LiveProgress> live, ToDoubleFunction<LiveProgress> figure) {
        return live.stream()
                .<MultiGauge.Row<?>>map(l ->
                        MultiGauge.Row.of(Tags.of("operation", Long.toString(l.operation())), figure.applyAsDouble(l)))
                .toList();
    }
}
