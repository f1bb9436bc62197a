package io.slotkeeper.core.migrate;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.operation.MoveSettings;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationState;
import io.slotkeeper.core.protocol.MoveLimits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may move keys now, and how many. A source sends to one target at a time, since moving blocks it anyway; a target takes
 * in from a few sources; the throttle is shared by all.
 */
final class Budget {
    /** One order to move keys works for so long before it answers: a pause or an abort waits for no longer. */
    private static final long SLICE_MILLIS = 250;
    /** What a throttled operation may make up for after a lull. */
    private static final long BURST_MILLIS = 200;

    private final MigrationPort port;
    private final MigrationOptions options;
    private final Set<NodeId> sending = new HashSet<>();
    private final Map<NodeId, Integer> receiving = new HashMap<>();
    private MoveSettings settings = MoveSettings.DEFAULTS;
    private double tokens;
    private long filledNanos;

    Budget(MigrationPort port, MigrationOptions options) {
        this.port = port;
        this.options = options;
        this.filledNanos = port.now().nanos();
    }

    /** Obeys the settings of an operation; one that is being aborted is not throttled, so that it ends soon. */
    void tune(Operation operation) {
        settings = operation.state() == OperationState.ABORTING
                ? operation.settings().withKeysPerSecond(0)
                : operation.settings();
    }

    /**
     * Bounds for one order, which must be followed by {@link #give}; empty while the nodes or the throttle allow none.
     *
     * @param bigKeyBytes see {@link MoveLimits}
     */
    Optional<MoveLimits> take(NodeId source, NodeId target, long bigKeyBytes) {
        if (sending.size() >= options.moving()
                || sending.contains(source)
                || receiving.getOrDefault(target, 0) >= options.movingPerNode()) {
            return Optional.empty();
        }
        long keys = 0;
        if (settings.keysPerSecond() > 0) {
            fill();
            keys = (long) tokens;
            if (keys < 1) {
                port.wakeUp(Math.max(1, (long) ((1 - tokens) * 1000 / settings.keysPerSecond())));
                return Optional.empty();
            }
            tokens -= keys;
        }
        sending.add(source);
        receiving.merge(target, 1, Integer::sum);
        return Optional.of(new MoveLimits(keys, SLICE_MILLIS, options.maxBlockMillis(), bigKeyBytes));
    }

    private void fill() {
        double rate = settings.keysPerSecond() / 1e9;
        double most = Math.max(1, settings.keysPerSecond() * BURST_MILLIS / 1000.0);
        tokens = Math.min(most, tokens + rate * (port.now().nanos() - filledNanos));
        filledNanos = port.now().nanos();
    }

    /** An order has ended. */
    void give(NodeId source, NodeId target, MoveLimits limits, long moved) {
        sending.remove(source);
        receiving.merge(target, -1, Integer::sum);
        tokens += Math.max(0, limits.maxKeys() - moved);
    }
}
