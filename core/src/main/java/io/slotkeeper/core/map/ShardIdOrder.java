package io.slotkeeper.core.map;

import java.util.Comparator;

/** Orders shard ids as people count: s2 before s10. */
public final class ShardIdOrder implements Comparator<String> {
    public static final ShardIdOrder INSTANCE = new ShardIdOrder();

    private ShardIdOrder() {}

    @Override
    public int compare(String a, String b) {
        int byLength = Integer.compare(a.length(), b.length());
        return byLength != 0 ? byLength : a.compareTo(b);
    }
}
