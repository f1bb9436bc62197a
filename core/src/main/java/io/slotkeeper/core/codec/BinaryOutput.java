package io.slotkeeper.core.codec;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Writes the building blocks of the binary encoding: big-endian numbers, UTF-8 text and collections with a 32-bit
 * length before them. The counterpart is {@link BinaryInput}. For one thread.
 */
public final class BinaryOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream data = new DataOutputStream(bytes);

    /** One field of the encoding; lets the call sites ignore the checked exception that memory cannot throw. */
    private interface Field {
        void write() throws IOException;
    }

    private BinaryOutput put(Field field) {
        try {
            field.write();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public BinaryOutput putByte(int value) {
        return put(() -> data.writeByte(value));
    }

    public BinaryOutput putBoolean(boolean value) {
        return put(() -> data.writeBoolean(value));
    }

    public BinaryOutput putInt(int value) {
        return put(() -> data.writeInt(value));
    }

    public BinaryOutput putLong(long value) {
        return put(() -> data.writeLong(value));
    }

    public BinaryOutput putText(String value) {
        return putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public BinaryOutput putBytes(byte[] value) {
        putInt(value.length);
        return put(() -> data.write(value));
    }

    public <T extends Enum<T>> BinaryOutput putEnum(T value) {
        return putText(value.name());
    }

    public <T> BinaryOutput putList(Collection<T> values, BiConsumer<BinaryOutput, T> element) {
        putInt(values.size());
        values.forEach(value -> element.accept(this, value));
        return this;
    }

    public BinaryOutput putTexts(Map<String, String> values) {
        return putList(values.entrySet(), (out, e) -> out.putText(e.getKey()).putText(e.getValue()));
    }

    public BinaryOutput putNumbers(Map<String, Long> values) {
        return putList(values.entrySet(), (out, e) -> out.putText(e.getKey()).putLong(e.getValue()));
    }

    public BinaryOutput putSlots(SlotSet slots) {
        List<SlotRange> ranges = slots.ranges();
        return putList(ranges, (out, range) -> out.putInt(range.first()).putInt(range.last()));
    }

    public BinaryOutput putNodeId(NodeId id) {
        return putText(id.hex());
    }

    public BinaryOutput putNode(Node node) {
        return putNodeId(node.id())
                .putText(node.host())
                .putInt(node.port())
                .putInt(node.busPort())
                .putText(node.zone())
                .putText(node.agent());
    }

    public BinaryOutput putShard(Shard shard) {
        return putText(shard.id())
                .putLong(shard.epoch())
                .putSlots(shard.slots())
                .putEnum(shard.state())
                .putNode(shard.primary())
                .putList(shard.replicas(), BinaryOutput::putNode);
    }

    public byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
