package io.slotkeeper.agent.gate;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that came in last, and what they were then: bounded, the oldest are forgotten. And whether anybody else could hold
 * copies of them.
 */
final class KnownCopies {
    private static final int MOST = 20_000;

    /** How long nobody asks again for a replica once there was none. */
    private static final long ALONE_NANOS = 1_000_000_000;

    private final Map<Buffer, Fingerprint> copies = new LinkedHashMap<>();
    private long aloneUntil = System.nanoTime();

    void cameIn(Buffer key, Fingerprint print) {
        if (key.length() == 0) {
            return;
        }
        copies.remove(key);
        copies.put(key, print);
        if (copies.size() > MOST) {
            copies.remove(copies.keySet().iterator().next());
        }
    }

    /** Whether the node had no replica a moment ago, so that there is nobody to wait for. */
    boolean isAlone() {
        return System.nanoTime() - aloneUntil < 0;
    }

    /** Whether the node has no replica now. */
    void alone(boolean alone) {
        aloneUntil = System.nanoTime() + (alone ? ALONE_NANOS : 0);
    }

    Optional<Fingerprint> known(Buffer key) {
        return Optional.ofNullable(copies.get(key));
    }
}
