package io.slotkeeper.testkit;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.HostAndPort;

/**
 * One line of {@code CLUSTER NODES}: what one node believes of another.
 *
 * @param id 40 hex digits
 * @param address host may be empty while the node does not know its own
 * @param flags as Redis writes them: {@code myself}, {@code master}, {@code slave}, {@code fail?} …
 * @param primaryId the primary a replica follows
 * @param configEpoch decides between nodes that claim one slot: the highest wins
 * @param linkUp whether the bus link is connected
 */
public record NodeView(
        String id,
        HostAndPort address,
        Set<String> flags,
        Optional<String> primaryId,
        long configEpoch,
        boolean linkUp,
        Slots slots) {

    /** The slots of a node; the set is not to be changed. */
    public record Slots(BitSet set) {
        /** Whether the slot is in the set. */
        public boolean contains(int slot) {
            return set.get(slot);
        }

        /** How many slots. */
        public int count() {
            return set.cardinality();
        }
    }

    /** Whether the node that was asked speaks of itself. */
    public boolean myself() {
        return flags.contains("myself");
    }

    /** Whether it is seen as a primary. */
    public boolean primary() {
        return flags.contains("master");
    }

    /** Whether it is seen as failed, or perhaps so. */
    public boolean failing() {
        return flags.contains("fail") || flags.contains("fail?");
    }

    /**
     * Parses the reply of {@code CLUSTER NODES}.
     *
     * @throws IllegalArgumentException for a line of another form
     */
    public static List<NodeView> parse(String reply) {
        return reply.lines()
                .filter(line -> !line.isBlank())
                .map(NodeView::parseLine)
                .toList();
    }

    private static NodeView parseLine(String line) {
        String[] words = line.strip().split(" ", -1);
        if (words.length < 8) {
            throw new IllegalArgumentException("Not a line of CLUSTER NODES: " + line);
        }
        return new NodeView(
                words[0],
                parseAddress(words[1]),
                Set.of(words[2].split(",", -1)),
                words[3].equals("-") ? Optional.empty() : Optional.of(words[3]),
                Long.parseLong(words[6]),
                words[7].equals("connected"),
                parseSlots(words));
    }

    /** {@code host:port@busport[,hostname]}; the host may hold colons (IPv6). */
    private static HostAndPort parseAddress(String text) {
        String beforeBus = text.split("@", 2)[0];
        int colon = beforeBus.lastIndexOf(':');
        return new HostAndPort(beforeBus.substring(0, colon), Integer.parseInt(beforeBus.substring(colon + 1)));
    }

    private static Slots parseSlots(String[] words) {
        BitSet set = new BitSet();
        for (int i = 8; i < words.length; i++) {
            // [slot->-id] and [slot-<-id] are open migrations, not ownership.
            if (!words[i].startsWith("[")) {
                String[] ends = words[i].split("-", 2);
                set.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
        }
        return new Slots(set);
    }
}
