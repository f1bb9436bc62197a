package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.ElectionAborted;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.PrimaryActivated;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.HashMap;
import java.util.Map;

/**
 * Spaces out failovers of a shard that are given up one after the other. As many as the shard has replicas follow each
 * other at once, since each may need only the next candidate; from then on the pause doubles, up to
 * {@link #LONGEST_MILLIS}. A cause that does not go away would else be tried, written down and published at the rate of the
 * log, and push everything else out of the history.
 */
final class Retreat {
    static final long LONGEST_MILLIS = 30_000;

    private static final long SHORTEST_MILLIS = 200;
    private static final int DOUBLINGS = 8;
    private static final long FORGET_AFTER_MILLIS = 2 * LONGEST_MILLIS;

    private final LoopContext context;
    private final Map<String, Failures> byShard = new HashMap<>();

    private record Failures(int count, long lastNanos) {}

    Retreat(LoopContext context) {
        this.context = context;
    }

    boolean isResting(Shard shard) {
        Failures failures = byShard.get(shard.id());
        return failures != null && context.now.millisSince(failures.lastNanos) < pauseMillis(failures.count, shard);
    }

    private static long pauseMillis(int count, Shard shard) {
        int over = count - shard.replicas().size() - 1;
        return over < 0 ? 0 : Math.min(LONGEST_MILLIS, SHORTEST_MILLIS << Math.min(over, DOUBLINGS));
    }

    /**
     * A record was applied.
     *
     * @param before the state before it, which still has the election that it ends
     */
    void applied(SlotMapRecord record, ClusterState before) {
        if (record instanceof PrimaryActivated activated) {
            byShard.remove(activated.shard());
        } else if (record instanceof ElectionAborted aborted && abortsFailover(aborted, before)) {
            Failures last = byShard.get(aborted.shard());
            boolean inARow = last != null && context.now.millisSince(last.lastNanos) < FORGET_AFTER_MILLIS;
            byShard.put(aborted.shard(), new Failures(inARow ? last.count + 1 : 1, context.now.nanos()));
        }
    }

    private static boolean abortsFailover(ElectionAborted aborted, ClusterState before) {
        return before.election(aborted.shard())
                .filter(e -> e.epoch() == aborted.epoch() && e.kind() == ElectionKind.FAILOVER)
                .isPresent();
    }

    void forget() {
        byShard.clear();
    }
}
