package io.slotkeeper.core.control;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.protocol.ViewDigest;
import io.slotkeeper.core.slot.SlotSet;
import java.util.HashMap;
import java.util.Map;

/** The digest that a node's view has when it agrees with a slot map. */
final class MapDigest {
    private MapDigest() {}

    static long of(SlotMap map) {
        Map<NodeId, SlotSet> ownership = new HashMap<>();
        map.shards().forEach(shard -> ownership.put(shard.primary().id(), shard.slots()));
        return ViewDigest.of(ownership);
    }
}
