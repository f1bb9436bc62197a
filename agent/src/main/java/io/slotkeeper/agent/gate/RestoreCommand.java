package io.slotkeeper.agent.gate;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;

/**
 * One command that a source sends while it migrates keys. Of the payload only what tells it apart is kept.
 *
 * @param name in upper case
 * @param key first argument, empty when there is none
 * @param print of the payload; {@link Fingerprint#NONE} when there is none
 */
record RestoreCommand(String name, Buffer key, Fingerprint print) {
    /** Whether it brings a key. */
    boolean isRestore() {
        return name.toUpperCase(Locale.ROOT).startsWith("RESTORE");
    }
}
