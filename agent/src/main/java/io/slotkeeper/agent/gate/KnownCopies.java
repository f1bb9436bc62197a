package io.slotkeeper.agent.gate;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The keys that came in last, and what they were then. Bounded: the oldest are forgotten. */
final class KnownCopies {
    private static final int MOST = 20_000;

    private final Map<Buffer, Fingerprint> copies = new LinkedHashMap<>();

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

    Optional<Fingerprint> known(Buffer key) {
        return Optional.ofNullable(copies.get(key));
    }
}
