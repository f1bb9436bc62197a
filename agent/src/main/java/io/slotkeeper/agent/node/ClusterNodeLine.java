package io.slotkeeper.agent.node;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.OpenSlot;
import io.slotkeeper.core.protocol.OpenSlot.Direction;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
 * @param connected whether the node that was asked has a connection to it
 * @param slots the slots it owns; open migrations do not count
 * @param openSlots its open migrations; a node tells only its own
 */
public record ClusterNodeLine(
        NodeId id,
        String host,
        int port,
        int busPort,
        Set<String> flags,
        Optional<NodeId> primary,
        long configEpoch,
        boolean connected,
        SlotSet slots,
        List<OpenSlot> openSlots) {
    private static final int FIXED_WORDS = 8;
    /** {@code [slot->-id]} is on its way out, {@code [slot-<-id]} on its way in. */
    private static final Pattern OPEN = Pattern.compile("\\[([0-9]{1,5})-([<>])-([0-9a-f]{40})\\]");

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
                words[7].equals("connected"),
                slots(words),
                openSlots(words));
    }

    /** Whether this line is about the node that was asked. */
    public boolean myself() {
        return flags.contains("myself");
    }

    /** Whether the nodes have shaken hands and know each other's address. */
    public boolean known() {
        return !inHandshake() && !flags.contains("noaddr");
    }

    /** Whether the nodes have not shaken hands yet; its id is not its own then. */
    public boolean inHandshake() {
        return flags.contains("handshake");
    }

    private static SlotSet slots(String[] words) {
        List<SlotRange> ranges = new ArrayList<>();
        for (int i = FIXED_WORDS; i < words.length; i++) {
            if (!words[i].isEmpty() && !words[i].startsWith("[")) {
                ranges.add(SlotRange.parse(words[i]));
            }
        }
        return SlotSet.of(ranges);
    }

    private static List<OpenSlot> openSlots(String[] words) {
        return Arrays.stream(words)
                .map(OPEN::matcher)
                .filter(Matcher::matches)
                .map(open -> new OpenSlot(
                        Integer.parseInt(open.group(1)),
                        open.group(2).equals(">") ? Direction.MIGRATING : Direction.IMPORTING,
                        new NodeId(open.group(3))))
                .toList();
    }
}
