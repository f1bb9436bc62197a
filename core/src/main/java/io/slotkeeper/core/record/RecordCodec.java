package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.codec.MalformedEncodingException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The versioned binary encoding of records: one byte format version, one byte type tag, the fields. Golden files of the
 * tests hold what earlier releases wrote. Stateless.
 */
public final class RecordCodec {
    private static final int FORMAT = 1;
    private static final Map<Integer, RecordType> BY_TAG =
            Arrays.stream(RecordType.values()).collect(Collectors.toMap(RecordType::tag, Function.identity()));

    private RecordCodec() {}

    public static byte[] encode(SlotMapRecord record) {
        BinaryOutput out = new BinaryOutput();
        out.putByte(FORMAT).putByte(record.type().tag());
        record.writeTo(out);
        return out.toByteArray();
    }

    /**
     * Decodes a record.
     *
     * @throws MalformedEncodingException if the bytes are no record, or one of a later release
     */
    public static SlotMapRecord decode(byte[] bytes) {
        BinaryInput in = new BinaryInput(bytes);
        int format = in.getByte();
        if (format != FORMAT) {
            throw new MalformedEncodingException("record format " + format
                    + " is not known to this release, which reads " + FORMAT + "; start a newer slotkeeper");
        }
        int tag = in.getByte();
        RecordType type = BY_TAG.get(tag);
        if (type == null) {
            throw new MalformedEncodingException(
                    "record type " + tag + " is not known to this release; start a newer slotkeeper");
        }
        return in.getWhole(type::read);
    }
}
