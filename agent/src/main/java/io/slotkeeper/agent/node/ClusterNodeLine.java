package io.slotkeeper.agent.node;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of {@code CLUSTER NODES}: what the node that was asked believes of another.
 *
 * @param id its node id
 * @param host its address, empty while unknown
 * @param port its client port
 * @param busPort its cluster bus port
 * @param flags as Redis writes them
 * @param primary the primary it follows
 * @param configEpoch its configuration epoch
 * @param slots the slots it owns; open migrations do not count
 */
public record ClusterNodeLine(
        NodeId id,
        String host,
        int port,
        int busPort,
        Set<String> flags,
        Optional<NodeId> primary,
        long configEpoch,
        SlotSet slots) {
    private static final int FIXED_WORDS = 8;

    static ClusterNodeLine parse(String line) {
        String[] words = line.strip().split(" ", -1);
        if (words.length < FIXED_WORDS) {
            throw new IllegalArgumentException(
                    "'" + line + "' is not a line of CLUSTER NODES; it has fewer than " + FIXED_WORDS + " words");
        }
        // host:port@busport[,hostname[,name=value…]]; the host may hold colons (IPv6) or be empty.
        String address = words[1].split(",", 2)[0];
        int at = address.indexOf('@');
        int colon = address.lastIndexOf(':', at < 0 ? address.length() : at);
        return new ClusterNodeLine(
                new NodeId(words[0]),
                address.substring(0, Math.max(colon, 0)),
                Integer.parseInt(address.substring(colon + 1, at < 0 ? address.length() : at)),
                at < 0 ? 0 : Integer.parseInt(address.substring(at + 1)),
                Set.of(words[2].split(",", -1)),
                words[3].equals("-") ? Optional.empty() : Optional.of(new NodeId(words[3])),
                Long.parseLong(words[6]),
                slots(words));
    }

    /** Whether this line is about the node that was asked. */
    public boolean myself() {
        return flags.contains("myself");
    }

    /** Whether the nodes have shaken hands and know each other's address. */
    public boolean known() {
        return !flags.contains("handshake") && !flags.contains("noaddr");
    }

    private static SlotSet slots(String[] words) {
        List<SlotRange> ranges = new ArrayList<>();
        for (int i = FIXED_WORDS; i < words.length; i++) {
            // [slot->-id] and [slot-<-id] are open migrations, not ownership.
            if (!words[i].isEmpty() && !words[i].startsWith("[")) {
                ranges.add(SlotRange.parse(words[i]));
            }
        }
        return SlotSet.of(ranges);
    }
}
