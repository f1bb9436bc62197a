package io.slotkeeper.core.control;

import io.slotkeeper.core.operation.MoveSettings;
import io.slotkeeper.core.operation.OperationKind;
import io.slotkeeper.core.plan.Placement;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What somebody asks of the operations. */
public sealed interface OperationRequest {
    /**
     * Begin an operation.
     *
     * @param kind what it is for
     * @param slots which slots, for {@link OperationKind#MOVE}; empty else
     * @param shard where the slots go to, or the shard that gives its own away; empty for a rebalance
     * @param placement how slots are spread when they can go to several shards
     * @param weights by shard, 1 for a shard that is not named
     * @param nodes agents or node ids of the nodes of a new shard, its primary first; empty for any spares
     * @param settings how gently to move
     * @param dryRun only plan it
     */
    record Start(
            OperationKind kind,
            SlotSet slots,
            String shard,
            Placement placement,
            Map<String, Double> weights,
            List<String> nodes,
            MoveSettings settings,
            boolean dryRun)
            implements OperationRequest {
        public Start {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(slots);
            Objects.requireNonNull(shard);
            Objects.requireNonNull(placement);
            weights = new TreeMap<>(weights);
            nodes = List.copyOf(nodes);
            Objects.requireNonNull(settings);
        }
    }

    /**
     * Steer an operation that is under way.
     *
     * @param id which one
     * @param action what to do
     * @param keysPerSecond for {@link Action#THROTTLE}: most keys in a second, 0 for as many as possible
     */
    record Steer(long id, Action action, long keysPerSecond) implements OperationRequest {
        public Steer {
            Objects.requireNonNull(action);
            if (keysPerSecond < 0) {
                throw new IllegalArgumentException(
                        "keysPerSecond is " + keysPerSecond + "; it must be 1 or more, or 0 for no throttle");
            }
        }
    }

    /** What can be done to an operation. */
    enum Action {
        /** Open windows are finished, then nothing goes on. */
        PAUSE,
        /** A paused operation goes on. */
        RESUME,
        /** Move faster or slower. */
        THROTTLE,
        /** Open windows are finished or taken back, the rest stays where it is. */
        ABORT
    }
}
