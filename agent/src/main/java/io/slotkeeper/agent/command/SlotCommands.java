package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.SlotMark;
import io.slotkeeper.core.slot.SlotSet;
import io.vertx.redis.client.Request;
import java.util.List;

/** {@code CLUSTER} commands about single slots. */
final class SlotCommands {
    private SlotCommands() {}

    /** What sets one slot. */
    static List<Request> set(SlotMark.Kind kind, int slot, NodeId node) {
        return switch (kind) {
            // A node that takes a slot in does not hear of its owner's successor by itself, so it is told.
            case IMPORTING -> List.of(setSlot(slot, "NODE", node.hex()), setSlot(slot, "IMPORTING", node.hex()));
            case MIGRATING -> List.of(setSlot(slot, "MIGRATING", node.hex()));
            case NODE -> List.of(setSlot(slot, "NODE", node.hex()));
            case STABLE -> List.of(setSlot(slot, "STABLE"));
        };
    }

    private static Request setSlot(int slot, String... words) {
        return words.length == 1
                ? Requests.of("CLUSTER", "SETSLOT", Integer.toString(slot), words[0])
                : Requests.of("CLUSTER", "SETSLOT", Integer.toString(slot), words[0], words[1]);
    }

    /** What counts the keys of every slot, in ascending order of the slots. */
    static List<Request> count(SlotSet slots) {
        return slots.stream()
                .mapToObj(slot -> Requests.of("CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot)))
                .toList();
    }

    /** What lists some keys of a slot. */
    static Request keys(int slot, int count) {
        return Requests.of("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), Integer.toString(count));
    }
}
