package io.slotkeeper.testkit;

import redis.clients.jedis.HostAndPort;

/**
 * One acknowledged write. Key and value follow from writer, number and slot, so that a million of them fit
 * in memory. Times are {@link System#nanoTime()}.
 *
 * @param prefix of the key
 * @param writer index of the writer thread, different in all loads of a JVM
 * @param number grows by one with every write of that writer, from 0
 * @param slot the key's slot
 * @param node the node that acknowledged it
 * @param times of the attempts
 */
public record Ack(String prefix, int writer, long number, int slot, HostAndPort node, Times times) {
    /**
     * When it happened.
     *
     * @param firstSent when the first attempt was sent
     * @param sent when the successful attempt was sent
     * @param acked when its OK arrived
     */
    public record Times(long firstSent, long sent, long acked) {
        /** How long the writer could not get on, in nanoseconds: from the first attempt to the OK. */
        public long blockedNanos() {
            return acked - firstSent;
        }
    }

    /** The key, hash-tagged to the slot. */
    public String key() {
        return keyOf(prefix, writer, number, slot);
    }

    /** The only value ever written to the key. */
    public String value() {
        return valueOf(writer, number);
    }

    static String keyOf(String prefix, int writer, long number, int slot) {
        return prefix + "{" + HashTags.forSlot(slot) + "}:w" + writer + ":" + number;
    }

    static String valueOf(int writer, long number) {
        return "v" + writer + ":" + number;
    }
}
