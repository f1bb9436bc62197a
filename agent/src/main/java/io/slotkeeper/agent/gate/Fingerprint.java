package io.slotkeeper.agent.gate;

import io.vertx.core.buffer.Buffer;

/**
 * What tells serialized values apart: their type, length and checksum, which is their last eight bytes.
 *
 * @param type first byte; -1 for no value
 * @param length in bytes
 * @param checksum CRC-64 of the value, as Redis wrote it
 */
record Fingerprint(int type, long length, long checksum) {
    static final Fingerprint NONE = new Fingerprint(-1, 0, 0);
    /** A set or a hash that is a hash table: two servers write its elements in different orders. */
    private static final int SET = 2;

    private static final int HASH = 4;
    private static final int CHECKSUM = 8;

    static Fingerprint of(Buffer payload) {
        if (payload.length() < CHECKSUM) {
            return NONE;
        }
        return new Fingerprint(
                payload.getByte(0) & 0xff, payload.length(), payload.getLong(payload.length() - CHECKSUM));
    }

    /** Whether both stand for the same value; of values without an order only the length can tell. */
    boolean sameValue(Fingerprint other) {
        boolean unordered = type == SET || type == HASH;
        return type == other.type && length == other.length && (unordered || checksum == other.checksum);
    }
}
