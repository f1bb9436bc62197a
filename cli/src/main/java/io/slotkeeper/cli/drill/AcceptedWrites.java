package io.slotkeeper.cli.drill;

import io.slotkeeper.testkit.Ack;
import java.util.List;
import redis.clients.jedis.HostAndPort;

/** What acknowledgements, in the order of their times, say about how long writes were held up. Times in nanoseconds. */
final class AcceptedWrites {
    private AcceptedWrites() {}

    /** From the last write that one node took to the first that another took; -1 when no other took any. */
    static long nanosToAnother(List<Ack> acks, HostAndPort former, long faultNanos) {
        long last = faultNanos;
        for (Ack ack : acks) {
            boolean after = ack.times().acked() - faultNanos >= 0;
            if (after && !ack.node().equals(former)) {
                return ack.times().acked() - last;
            }
            if (ack.node().equals(former)) {
                last = ack.times().acked();
            }
        }
        return -1;
    }

    /** The longest time between two accepted writes that ended after the fault. */
    static long longestGap(List<Ack> acks, long faultNanos) {
        long longest = 0;
        for (int i = 1; i < acks.size(); i++) {
            long acked = acks.get(i).times().acked();
            if (acked - faultNanos >= 0) {
                longest = Math.max(longest, acked - acks.get(i - 1).times().acked());
            }
        }
        return longest;
    }
}
