package io.slotkeeper.core.control;

import java.util.Objects;

/** What comes of a {@link CustodyWish}. */
public sealed interface CustodyResult {
    /**
     * It is committed, or would be.
     *
     * @param text what is done, shard by shard or node by node
     */
    record Told(String text) implements CustodyResult {
        public Told {
            Objects.requireNonNull(text);
        }
    }

    /**
     * Nothing was changed.
     *
     * @param code stable reason code
     * @param text what is wrong, the rule and the remedy
     */
    record Refused(RefusalCode code, String text) implements CustodyResult {
        public Refused {
            Objects.requireNonNull(code);
            Objects.requireNonNull(text);
        }
    }
}
