package io.slotkeeper.coordinator.publish;

import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.map.SlotMapDelta;
import io.vertx.core.Context;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Publishes every change of the slot map to WebSocket subscribers and, when this coordinator leads, to the event bus.
 *
 * <p>{@link #published} and {@link #replaced} are called from one thread at a time, in the order of versions; everything
 * else may be called from any thread.
 */
public final class SlotMapPublisher {
    /** Event-bus address that the leader publishes frames to. */
    public static final String ADDRESS = "slotkeeper.slots";

    private static final long PING_MILLIS = 10_000;

    private final ChangeLog log = new ChangeLog(ChangeLog.DEFAULT_CAPACITY);
    private final SnapshotCache snapshots = new SnapshotCache();
    private final List<SubscriberGroup> groups = new CopyOnWriteArrayList<>();
    private final FrameSource source = new Source();
    private final EventBus bus;
    private final BooleanSupplier leads;
    private final CoordinatorMetrics metrics;
    private final PublishListener listener;
    private final long pingMillis;
    private volatile SlotMap current = SlotMap.empty();

    /**
     * A publisher of the empty map; give it the recovered one with {@link #replaced}.
     *
     * @param bus where the leader publishes
     * @param leads whether this coordinator leads now; asked at every change, must not block
     * @param metrics what is counted
     * @param listener hears of every change that has reached its subscribers
     */
    public SlotMapPublisher(EventBus bus, BooleanSupplier leads, CoordinatorMetrics metrics, PublishListener listener) {
        this(bus, leads, metrics, listener, PING_MILLIS);
    }

    SlotMapPublisher(
            EventBus bus,
            BooleanSupplier leads,
            CoordinatorMetrics metrics,
            PublishListener listener,
            long pingMillis) {
        this.pingMillis = pingMillis;
        this.bus = bus;
        this.leads = leads;
        this.metrics = metrics;
        this.listener = listener;
    }

    /**
     * A change was committed and applied. Returns as soon as it is on its way.
     *
     * @param after the map after it
     * @param delta the change; when it does not follow the version published last, subscribers get a snapshot instead
     */
    public void published(SlotMap after, SlotMapDelta delta) {
        if (delta.version() != log.head() + 1) {
            replaced(after);
            return;
        }
        long start = System.nanoTime();
        Frame change = FrameEncoder.change(delta);
        // In this order: a snapshot must never be newer than the log, or resuming from it would look like the future.
        log.append(change);
        current = after;
        distribute(change, start);
    }

    /** The map is another one, and nobody knows how it came about: at the start, and when the log was overtaken. */
    public void replaced(SlotMap map) {
        if (map.version() == log.head()) {
            current = map;
            return;
        }
        long start = System.nanoTime();
        current = map;
        log.beginAt(map.version());
        distribute(snapshots.of(map), start);
    }

    private void distribute(Frame frame, long start) {
        metrics.version(frame.version());
        List<SubscriberGroup> served = List.copyOf(groups);
        Publication publication = new Publication(served.size(), start, nanos -> reached(frame.version(), nanos));
        served.forEach(group -> group.wake(publication));
        if (leads.getAsBoolean()) {
            bus.publish(ADDRESS, frame.toJson());
        }
    }

    private void reached(long version, long nanos) {
        metrics.publishTook(nanos);
        listener.published(version, TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    /**
     * This coordinator leads from now on: whoever follows the event bus gets the newest map, because its predecessor may have
     * died between a change and its publication.
     */
    public void leads() {
        bus.publish(ADDRESS, snapshot().toJson());
    }

    /** The frame that holds the newest published map. */
    public Frame snapshot() {
        return snapshots.of(current);
    }

    /** Adds an event loop that will accept subscribers. */
    public SubscriberGroup openGroup(Context context) {
        SubscriberGroup group = new SubscriberGroup(context, source, metrics, pingMillis);
        groups.add(group);
        return group;
    }

    /** Closes the streams of an event loop. Called on that loop. */
    public void closeGroup(SubscriberGroup group) {
        groups.remove(group);
        group.close();
    }

    private final class Source implements FrameSource {
        @Override
        public long head() {
            return log.head();
        }

        @Override
        public Optional<Frame> change(long version) {
            return log.change(version);
        }

        @Override
        public boolean reachesBackTo(long version) {
            return log.reachesBackTo(version);
        }

        @Override
        public boolean authoritative() {
            return leads.getAsBoolean();
        }

        @Override
        public Frame snapshot() {
            return SlotMapPublisher.this.snapshot();
        }
    }
}
