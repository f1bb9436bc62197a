package io.slotkeeper.coordinator.consensus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The highest applied index, so that a log which lost its end is told from one that never had it. Written after every
 * apply and before anyone hears of it, without waiting for the disk: that outlives the process, and after a power loss
 * it may only be too low. For one thread.
 */
final class Watermark implements AutoCloseable {
    static final String FILE = "watermark";
    static final long NONE = -1;
    private static final int LENGTH = Long.BYTES + Integer.BYTES;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LENGTH);
    private long value;

    private Watermark(FileChannel channel, long value) {
        this.channel = channel;
        this.value = value;
    }

    static void create(Path directory) throws IOException {
        Files.write(directory.resolve(FILE), encode(NONE).array());
    }

    static Watermark open(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            throw DataDirectoryException.damaged(file, "is missing");
        }
        long value = decode(file, Files.readAllBytes(file));
        return new Watermark(FileChannel.open(file, StandardOpenOption.WRITE), value);
    }

    private static long decode(Path file, byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw DataDirectoryException.damaged(file, "has " + bytes.length + " bytes instead of " + LENGTH);
        }
        ByteBuffer content = ByteBuffer.wrap(bytes);
        long value = content.getLong();
        if (content.getInt() != checksum(value)) {
            throw DataDirectoryException.damaged(file, "does not match its checksum");
        }
        return value;
    }

    long value() {
        return value;
    }

    void advance(long index) {
        if (index <= value) {
            return;
        }
        value = index;
        try {
            buffer.clear();
            buffer.putLong(index).putInt(checksum(index)).flip();
            channel.write(buffer, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the watermark", e);
        }
    }

    private static ByteBuffer encode(long value) {
        return ByteBuffer.allocate(LENGTH).putLong(value).putInt(checksum(value));
    }

    private static int checksum(long value) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
