package io.slotkeeper.core.control;

import io.slotkeeper.core.record.MaintenanceEnded;
import io.slotkeeper.core.record.MaintenancePaused;
import io.slotkeeper.core.record.PauseCounted;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts down the maintenance pauses and ends them, so that a forgotten one does no harm. The leader counts on its own
 * monotonic clock and commits what is left now and then: the next leader goes on from there, and no wall clock is asked. A
 * change of the leader prolongs a pause by {@link #COUNT_EVERY_MILLIS} at most.
 */
final class Pauses {
    static final long COUNT_EVERY_MILLIS = 10_000;

    private final LoopContext context;
    private final Map<String, Count> counts = new HashMap<>();

    /** A pause that ends at one moment, and was written down at another, both on this leader's clock. */
    private record Count(long endNanos, long writtenNanos) {}

    Pauses(LoopContext context) {
        this.context = context;
    }

    /** A new leader goes on counting where the last one stopped. */
    void begin() {
        counts.clear();
        context.state.upkeep().pauses().forEach((shard, pause) -> count(shard, pause.leftMillis()));
    }

    private void count(String shard, long leftMillis) {
        counts.put(shard, new Count(context.now.nanos() + leftMillis * 1_000_000, context.now.nanos()));
    }

    void applied(SlotMapRecord record) {
        if (record instanceof MaintenancePaused paused) {
            count(paused.shard(), paused.forMillis());
        }
        counts.keySet().retainAll(context.state.upkeep().pauses().keySet());
    }

    void tick() {
        Map.copyOf(counts).forEach((shard, count) -> {
            if (leftMillis(shard) == 0) {
                context.propose(new MaintenanceEnded(shard, "PAUSE_OVER", context.now.epochMillis()));
            } else if (context.now.millisSince(count.writtenNanos) >= COUNT_EVERY_MILLIS
                    && context.propose(new PauseCounted(shard, leftMillis(shard)))) {
                counts.put(shard, new Count(count.endNanos, context.now.nanos()));
            }
        });
    }

    /** What is left of a pause, rounded up; on a follower by the leader's last count; 0 when there is none. */
    long leftMillis(String shard) {
        Count count = counts.get(shard);
        if (count != null) {
            return Math.max(0, (count.endNanos - context.now.nanos() + 999_999) / 1_000_000);
        }
        var pause = context.state.upkeep().pauses().get(shard);
        return pause == null ? 0 : pause.leftMillis();
    }

    void forget() {
        counts.clear();
    }
}
