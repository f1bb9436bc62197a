package io.slotkeeper.testkit;

import java.time.Duration;
import java.util.Optional;

/**
 * What the keys of a {@link WriteLoad} are called and how long they stay.
 *
 * @param prefix stands before every key, outside of its hash tag
 * @param expiry how long a key stays when nobody removes it; absent: for ever
 */
public record KeySpace(String prefix, Optional<Duration> expiry) {
    /** Short keys that stay. */
    public static final KeySpace PLAIN = new KeySpace("", Optional.empty());
}
