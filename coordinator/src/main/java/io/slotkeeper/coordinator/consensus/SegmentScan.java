package io.slotkeeper.coordinator.consensus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Reads one log segment of Ratis to its last sound entry. Format: 8 bytes {@code RaftLog1}, then per entry a varint
 * length, the entry, and the CRC-32C of both; zeros fill the rest of a preallocated file.
 */
final class SegmentScan {
    static final int HEADER_LENGTH = 8;
    private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);

    private final Path file;
    private final byte[] bytes;
    private int position;
    private long lastIndex;
    private long lastTerm = -1;
    private String problem = "";

    private SegmentScan(Path file, byte[] bytes, long firstIndex) {
        this.file = file;
        this.bytes = bytes;
        this.lastIndex = firstIndex - 1;
    }

    static SegmentScan of(Path file, long firstIndex) throws IOException {
        SegmentScan scan = new SegmentScan(file, Files.readAllBytes(file), firstIndex);
        scan.run();
        return scan;
    }

    /** Whether nothing was written but perhaps a part of the header, as when the disk was full when the file was made. */
    boolean neverBegun() {
        int same = 0;
        while (same < Math.min(bytes.length, HEADER_LENGTH) && bytes[same] == HEADER[same]) {
            same++;
        }
        return same < HEADER_LENGTH && zerosFrom(same);
    }

    private void run() {
        if (bytes.length < HEADER_LENGTH || !Arrays.equals(HEADER, Arrays.copyOf(bytes, HEADER_LENGTH))) {
            problem = "does not begin like a log segment";
            return;
        }
        position = HEADER_LENGTH;
        while (problem.isEmpty() && !zerosFrom(position)) {
            readEntry();
        }
    }

    private void readEntry() {
        ByteBuffer in = ByteBuffer.wrap(bytes, position, bytes.length - position);
        long length = readVarint(in);
        if (length <= 0 || length > in.remaining() - Integer.BYTES) {
            problem = "has an entry of impossible length at byte " + position;
            return;
        }
        int end = in.position() + (int) length;
        CRC32C crc = new CRC32C();
        crc.update(bytes, position, end - position);
        if (ByteBuffer.wrap(bytes, end, Integer.BYTES).getInt() != (int) crc.getValue()) {
            problem = "has an entry that does not match its checksum at byte " + position;
            return;
        }
        accept(Arrays.copyOfRange(bytes, in.position(), end), end + Integer.BYTES);
    }

    private void accept(byte[] encoded, int next) {
        try {
            LogEntryProto entry = LogEntryProto.parseFrom(encoded);
            if (entry.getIndex() != lastIndex + 1 || entry.getTerm() < lastTerm) {
                problem = "has entry " + entry.getIndex() + " of term " + entry.getTerm() + " after entry " + lastIndex
                        + " of term " + lastTerm;
                return;
            }
            lastIndex = entry.getIndex();
            lastTerm = entry.getTerm();
            position = next;
        } catch (InvalidProtocolBufferException e) {
            problem = "has an entry that cannot be read at byte " + position + " (" + e.getMessage() + ")";
        }
    }

    /** A 32-bit varint, or -1 when there is none. */
    private static long readVarint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 35 && in.hasRemaining(); shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        return -1;
    }

    private boolean zerosFrom(int start) {
        for (int i = start; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    Path file() {
        return file;
    }

    /** Index of the last sound entry; one less than the first when there is none. */
    long lastIndex() {
        return lastIndex;
    }

    /** Term of the last sound entry, -1 when there is none. */
    long lastTerm() {
        return lastTerm;
    }

    /** What is wrong after the last sound entry; empty when nothing is. */
    String problem() {
        return problem;
    }

    /** Length of the file up to the end of its last sound entry, bytes. */
    int soundLength() {
        return position;
    }

    /** Whether what follows the last sound entry can be one write that was cut short: nothing readable is behind it. */
    boolean endsTorn() {
        for (int start = position + 1; start < bytes.length - Integer.BYTES; start++) {
            if (bytes[start] != 0 && entryAt(start)) {
                return false;
            }
        }
        return position >= HEADER_LENGTH;
    }

    private boolean entryAt(int start) {
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        long length = readVarint(in);
        if (length <= 0 || length > in.remaining() - Integer.BYTES) {
            return false;
        }
        int end = in.position() + (int) length;
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, end - start);
        return ByteBuffer.wrap(bytes, end, Integer.BYTES).getInt() == (int) crc.getValue();
    }
}
