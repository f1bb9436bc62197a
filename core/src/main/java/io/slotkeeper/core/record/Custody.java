package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.NodeConfig;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who acts on the nodes, and what they were set to before Slotkeeper did. Immutable.
 *
 * @param charge who acts
 * @param former settings of each node of an adopted cluster at the time of its adoption; empty for a cluster that
 *     Slotkeeper formed
 */
public record Custody(Charge charge, SortedMap<NodeId, NodeConfig> former) {
    public Custody {
        former = Collections.unmodifiableSortedMap(new TreeMap<>(former));
    }

    /** Slotkeeper acts, and has adopted nothing. */
    public static Custody initial() {
        return new Custody(Charge.IN_CHARGE, new TreeMap<>());
    }

    /** What a node is to be set to when it is handed back: Redis' defaults for one that joined later. */
    public NodeConfig former(NodeId node) {
        return former.getOrDefault(node, NodeConfig.DEFAULTS);
    }

    void writeTo(BinaryOutput out) {
        out.putEnum(charge);
        putSettings(out, former);
    }

    static Custody readFrom(BinaryInput in) {
        return new Custody(in.getEnum(Charge.class), getSettings(in));
    }

    static void putSettings(BinaryOutput out, SortedMap<NodeId, NodeConfig> settings) {
        out.putList(settings.entrySet(), (o, entry) -> {
            o.putNodeId(entry.getKey());
            entry.getValue().writeTo(o);
        });
    }

    static SortedMap<NodeId, NodeConfig> getSettings(BinaryInput in) {
        SortedMap<NodeId, NodeConfig> settings = new TreeMap<>();
        in.getList(i -> Map.entry(i.getNodeId(), NodeConfig.readFrom(i)))
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue()));
        return settings;
    }
}
