package io.slotkeeper.coordinator.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.map.SlotMapDelta;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.slot.SlotSet;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** Writes the JSON frames of docs/protocol.md. Stateless and safe for any thread. */
public final class FrameEncoder {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private FrameEncoder() {}

    /** The frame that holds the whole map. */
    public static Frame snapshot(SlotMap map) {
        ObjectNode frame = frame(Frame.Type.SNAPSHOT, map.version());
        frame.set("shards", shards(map.shards()));
        frame.set("migrations", migrations(map.migrations()));
        return encoded(Frame.Type.SNAPSHOT, map.version(), frame);
    }

    /** The frame that holds one change. */
    public static Frame change(SlotMapDelta delta) {
        ObjectNode frame = frame(Frame.Type.CHANGE, delta.version());
        frame.put("cause", delta.cause());
        frame.set("shards", shards(delta.shards()));
        ArrayNode removed = frame.putArray("removedShards");
        delta.removedShards().forEach(removed::add);
        delta.migrations().ifPresent(open -> frame.set("migrations", migrations(open)));
        return encoded(Frame.Type.CHANGE, delta.version(), frame);
    }

    /** A shard as it stands in frames and in the REST interface. */
    public static ObjectNode shard(Shard shard) {
        ObjectNode json = JSON.objectNode().put("id", shard.id()).put("epoch", shard.epoch());
        json.set("slots", slots(shard.slots()));
        json.put("state", shard.state().label());
        json.set("primary", node(shard.primary()));
        ArrayNode replicas = json.putArray("replicas");
        shard.replicas().forEach(replica -> replicas.add(node(replica)));
        return json;
    }

    /** Slots as they stand in frames: ranges with both ends. */
    public static ArrayNode slots(SlotSet slots) {
        ArrayNode array = JSON.arrayNode();
        slots.ranges().forEach(range -> array.addArray().add(range.first()).add(range.last()));
        return array;
    }

    private static ArrayNode migrations(List<SlotMove> open) {
        ArrayNode array = JSON.arrayNode();
        for (SlotMove move : open) {
            array.addObject().put("from", move.from()).put("to", move.to()).set("slots", slots(move.slots()));
        }
        return array;
    }

    /** A node as it stands in frames. */
    public static ObjectNode node(Node node) {
        return JSON.objectNode()
                .put("id", node.id().hex())
                .put("host", node.host())
                .put("port", node.port())
                .put("zone", node.zone());
    }

    private static ObjectNode frame(Frame.Type type, long version) {
        return JSON.objectNode().put("type", type.label()).put("version", version);
    }

    private static ArrayNode shards(Collection<Shard> shards) {
        ArrayNode array = JSON.arrayNode();
        shards.forEach(shard -> array.add(shard(shard)));
        return array;
    }

    private static Frame encoded(Frame.Type type, long version, ObjectNode json) {
        try {
            byte[] bytes = MAPPER.writeValueAsBytes(json);
            return new Frame(type, version, new String(bytes, StandardCharsets.UTF_8), Buffer.buffer(bytes));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree of JSON nodes cannot fail to be written", e);
        }
    }
}
