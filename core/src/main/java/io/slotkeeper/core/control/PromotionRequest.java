package io.slotkeeper.core.control;

import io.slotkeeper.core.record.ElectionKind;
import java.util.Objects;
import java.util.Optional;

/**
 * A person or program asks for another primary.
 *
 * @param kind switchover (loses no acknowledged write) or failover (promotes at once)
 * @param shard shard id as given, not checked yet
 * @param to node id or agent name of the replica to promote, not checked yet; empty lets the ranking choose
 * @param timeoutMillis switchover: how long writes may stay paused before everything is undone
 */
public record PromotionRequest(ElectionKind kind, String shard, Optional<String> to, long timeoutMillis) {
    /** Default of {@link #timeoutMillis()}. */
    public static final long DEFAULT_TIMEOUT_MILLIS = 2000;

    public PromotionRequest {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(shard);
        Objects.requireNonNull(to);
        checkTimeout(timeoutMillis);
    }

    static void checkTimeout(long millis) {
        if (millis < 100 || millis > 60_000) {
            throw new IllegalArgumentException("timeoutMillis is " + millis + "; it must be 100 to 60000 milliseconds");
        }
    }
}
