package io.slotkeeper.coordinator.publish;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * One encoded message about the slot map. Encoded once and shared by all receivers; safe for any thread.
 *
 * @param type snapshot or change
 * @param version version of the slot map after it
 * @param text the JSON document
 * @param bytes the same in UTF-8; not to be modified
 */
public record Frame(Type type, long version, String text, Buffer bytes) {
    /** What a frame holds. */
    public enum Type {
        /** The whole map. */
        SNAPSHOT("snapshot"),
        /** The shards that one change replaced. */
        CHANGE("change");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /** The value of the JSON field {@code type}. */
        public String label() {
            return label;
        }
    }

    /** The frame as the event bus carries it: a new object with every call, which the receiver may keep. */
    public JsonObject toJson() {
        return new JsonObject(text);
    }
}
