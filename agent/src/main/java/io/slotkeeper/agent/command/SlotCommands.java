package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.SlotMark;
import io.slotkeeper.core.slot.SlotSet;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;

/** {@code CLUSTER} commands about single slots. */
final class SlotCommands {
    private static final Command EVAL = Command.create("EVAL");
    /** Replies with every key and its memory. */
    private static final String WEIGH =
            "local keys, weighed = redis.call('CLUSTER', 'GETKEYSINSLOT', ARGV[1], ARGV[2]), {} "
                    + "for i = 1, #keys do "
                    + "weighed[2 * i - 1] = keys[i]; weighed[2 * i] = redis.call('MEMORY', 'USAGE', keys[i]) or 0 "
                    + "end "
                    + "return weighed";

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

    /** The keys that the answer to {@link #keys} names; none when it is an error. */
    static List<Buffer> names(Reply reply) {
        List<Buffer> names = new ArrayList<>();
        for (int i = 0; i < reply.size(); i++) {
            names.add(reply.value().orElseThrow().get(i).toBuffer());
        }
        return names;
    }

    /** A key and the memory that it takes, as far as that is known. */
    record Weighed(Buffer key, long bytes) {}

    /** What lists some keys of a slot with their memory, for users that may run scripts. */
    static Request weighedKeys(int slot, int count) {
        return Request.cmd(EVAL).arg(WEIGH).arg(0).arg(slot).arg(count);
    }

    /** The keys that the answer to {@link #weighedKeys} names. */
    static List<Weighed> weighed(Reply reply) {
        List<Weighed> keys = new ArrayList<>();
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            keys.add(new Weighed(
                    reply.value().orElseThrow().get(i).toBuffer(),
                    reply.element(i + 1).number()));
        }
        return keys;
    }

    /** What lists some keys of a slot. */
    static Request keys(int slot, int count) {
        return Requests.of("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), Integer.toString(count));
    }
}
