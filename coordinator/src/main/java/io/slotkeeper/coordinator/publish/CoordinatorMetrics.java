package io.slotkeeper.coordinator.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What publishing reports to Micrometer. Safe for any thread. */
public final class CoordinatorMetrics {
    private final AtomicLong subscribers = new AtomicLong();
    private final AtomicLong bufferedBytes = new AtomicLong();
    private final AtomicLong mapVersion = new AtomicLong();
    private final Counter changes;
    private final Counter snapshots;
    private final Counter slowReaderSnapshots;
    private final Timer publishTime;

    public CoordinatorMetrics(MeterRegistry registry) {
        gauge(registry, "slotkeeper.subscribers", "open slot map streams", subscribers);
        gauge(registry, "slotkeeper.subscribers.buffered.bytes", "frames not yet taken by sockets", bufferedBytes);
        gauge(registry, "slotkeeper.map.version", "version of the slot map published here", mapVersion);
        changes = sent(registry, Frame.Type.CHANGE);
        snapshots = sent(registry, Frame.Type.SNAPSHOT);
        slowReaderSnapshots = Counter.builder("slotkeeper.slow.reader.snapshots")
                .description("snapshots that replaced the backlog of a slow reader")
                .register(registry);
        publishTime = Timer.builder("slotkeeper.publish")
                .description("from an applied change to the last socket")
                .publishPercentileHistogram()
                .register(registry);
    }

    private static void gauge(MeterRegistry registry, String name, String description, AtomicLong value) {
        Gauge.builder(name, value, AtomicLong::get).description(description).register(registry);
    }

    private static Counter sent(MeterRegistry registry, Frame.Type type) {
        return Counter.builder("slotkeeper.frames.sent")
                .description("frames handed to sockets")
                .tag("type", type.label())
                .register(registry);
    }

    void subscribed() {
        subscribers.incrementAndGet();
    }

    void unsubscribed() {
        subscribers.decrementAndGet();
    }

    void version(long version) {
        mapVersion.set(version);
    }

    void sending(Frame frame) {
        bufferedBytes.addAndGet(frame.bytes().length());
        (frame.type() == Frame.Type.CHANGE ? changes : snapshots).increment();
    }

    void taken(Frame frame) {
        bufferedBytes.addAndGet(-frame.bytes().length());
    }

    void slowReaderCaughtUp() {
        slowReaderSnapshots.increment();
    }

    void publishTook(long nanos) {
        publishTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Open streams now. */
    public long subscriberCount() {
        return subscribers.get();
    }

    /** Bytes of frames that sockets have not taken yet, over all streams. */
    public long buffered() {
        return bufferedBytes.get();
    }
}
