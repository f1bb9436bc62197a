package io.slotkeeper.core.codec;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads what {@link BinaryOutput} wrote. Every method throws {@link MalformedEncodingException} when the bytes end too
 * early or stand for no valid value. For one thread.
 */
public final class BinaryInput {
    private final ByteBuffer buffer;

    public BinaryInput(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    public BinaryInput(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    private <T> T get(Supplier<T> field) {
        try {
            return field.get();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new MalformedEncodingException("malformed encoding at byte " + buffer.position(), e);
        }
    }

    public int getByte() {
        return get(() -> buffer.get() & 0xff);
    }

    public boolean getBoolean() {
        return getByte() != 0;
    }

    public int getInt() {
        return get(buffer::getInt);
    }

    public long getLong() {
        return get(buffer::getLong);
    }

    public byte[] getBytes() {
        byte[] bytes = new byte[getLength()];
        return get(() -> {
            buffer.get(bytes);
            return bytes;
        });
    }

    public String getText() {
        return new String(getBytes(), StandardCharsets.UTF_8);
    }

    public <T extends Enum<T>> T getEnum(Class<T> type) {
        return get(() -> Enum.valueOf(type, getText()));
    }

    public <T> List<T> getList(Function<BinaryInput, T> element) {
        int length = getLength();
        List<T> values = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            values.add(element.apply(this));
        }
        return values;
    }

    public Map<String, String> getTexts() {
        Map<String, String> values = new TreeMap<>();
        getList(in -> values.put(in.getText(), in.getText()));
        return values;
    }

    public Map<String, Long> getNumbers() {
        Map<String, Long> values = new TreeMap<>();
        getList(in -> values.put(in.getText(), in.getLong()));
        return values;
    }

    public SlotSet getSlots() {
        return get(() -> SlotSet.of(getList(in -> new SlotRange(in.getInt(), in.getInt()))));
    }

    public NodeId getNodeId() {
        return get(() -> new NodeId(getText()));
    }

    public Node getNode() {
        return get(() -> new Node(getNodeId(), getText(), getInt(), getInt(), getText(), getText()));
    }

    public Shard getShard() {
        return get(() -> new Shard(
                getText(), getLong(), getSlots(), getEnum(ShardState.class), getNode(), getList(BinaryInput::getNode)));
    }

    /** Reads all that is left as one message, whose own rules count as rules of the encoding. */
    public <T> T getWhole(Function<BinaryInput, T> message) {
        T value = get(() -> message.apply(this));
        expectEnd();
        return value;
    }

    private void expectEnd() {
        if (buffer.hasRemaining()) {
            throw new MalformedEncodingException(buffer.remaining() + " bytes too many");
        }
    }

    private int getLength() {
        int length = getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new MalformedEncodingException("length " + length + " at byte " + buffer.position()
                    + " exceeds the remaining " + buffer.remaining() + " bytes");
        }
        return length;
    }
}
