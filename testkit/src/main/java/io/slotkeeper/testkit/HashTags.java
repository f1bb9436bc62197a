package io.slotkeeper.testkit;

import redis.clients.jedis.util.JedisClusterCRC16;

/** A short hash tag for every slot, so that a test can aim a key at a slot. */
public final class HashTags {
    private static final String[] TAGS = computeTags();

    private HashTags() {}

    /**
     * A string whose slot is the given one; {@code "{" + tag + "}anything"} lies in that slot.
     *
     * @param slot 0–16383
     */
    public static String forSlot(int slot) {
        return TAGS[slot];
    }

    /** The slot of a key, by Jedis's implementation: independent of Slotkeeper's own. */
    public static int slotOf(String key) {
        return JedisClusterCRC16.getSlot(key);
    }

    private static String[] computeTags() {
        String[] tags = new String[NativeCluster.SLOTS];
        int missing = tags.length;
        for (int i = 0; missing > 0; i++) {
            String tag = Integer.toString(i, Character.MAX_RADIX);
            int slot = JedisClusterCRC16.getSlot(tag);
            if (tags[slot] == null) {
                tags[slot] = tag;
                missing--;
            }
        }
        return tags;
    }
}
