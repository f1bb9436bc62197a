package io.slotkeeper.core.control;

import io.slotkeeper.core.record.Upkeep;
import java.util.Objects;

/** A person or program asks for something beside the slot map. */
public sealed interface UpkeepRequest {
    /**
     * Pause automatic failovers and repairs. Leases, registrations and what is requested go on.
     *
     * @param shard shard id as given, not checked yet; {@link Upkeep#CLUSTER} for all
     * @param forMillis how long, 1000 to 86400000
     * @param reason for people, at most 200 characters; may be empty
     */
    record Pause(String shard, long forMillis, String reason) implements UpkeepRequest {
        /** Default of {@link #forMillis()}: ten minutes. */
        public static final long DEFAULT_MILLIS = 600_000;

        private static final long LEAST_MILLIS = 1000;
        private static final long MOST_MILLIS = 86_400_000;
        private static final int LONGEST_REASON = 200;

        public Pause {
            Objects.requireNonNull(shard);
            if (forMillis < LEAST_MILLIS || forMillis > MOST_MILLIS) {
                throw new IllegalArgumentException(
                        "forMillis is " + forMillis + "; a pause lasts 1000 to 86400000 milliseconds (1 s to 24 h)");
            }
            if (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "reason has " + reason.length() + " characters; give one line of at most " + LONGEST_REASON);
            }
        }
    }

    /**
     * End a pause.
     *
     * @param shard as in {@link Pause}
     */
    record Resume(String shard) implements UpkeepRequest {
        public Resume {
            Objects.requireNonNull(shard);
        }
    }

    /**
     * Make a node safe to stop: another node becomes primary in its place, and it is not promoted until it has restarted.
     *
     * @param node node id or agent name as given, not checked yet
     * @param timeoutMillis as in {@link PromotionRequest}
     */
    record Drain(String node, long timeoutMillis) implements UpkeepRequest {
        public Drain {
            Objects.requireNonNull(node);
            PromotionRequest.checkTimeout(timeoutMillis);
        }
    }

    /**
     * The node may be promoted again, without a restart.
     *
     * @param node as in {@link Drain}
     */
    record Undrain(String node) implements UpkeepRequest {
        public Undrain {
            Objects.requireNonNull(node);
        }
    }
}
