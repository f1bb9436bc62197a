package io.slotkeeper.core.protocol;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.slot.SlotSet;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/**
 * A 64-bit digest of who owns which slots, the same for the same ownership whatever the order: the sum over all owners of
 * the FNV-1a hash of {@code "<node id> <ranges>"}. Two views with the same digest agree.
 */
public final class ViewDigest {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private ViewDigest() {}

    /** Digest of an ownership; nodes without slots do not count. */
    public static long of(Map<NodeId, SlotSet> ownership) {
        long digest = 0;
        for (Map.Entry<NodeId, SlotSet> owner : ownership.entrySet()) {
            if (!owner.getValue().isEmpty()) {
                digest += fnv1a(owner.getKey().hex() + " " + owner.getValue());
            }
        }
        return digest;
    }

    /** Digest of a set of nodes; 0 for none. */
    public static long ofNodes(Collection<NodeId> nodes) {
        return nodes.stream().mapToLong(node -> fnv1a(node.hex())).sum();
    }

    private static long fnv1a(String text) {
        long hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
