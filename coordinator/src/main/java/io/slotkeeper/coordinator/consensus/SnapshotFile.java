package io.slotkeeper.coordinator.consensus;

import io.slotkeeper.core.codec.MalformedEncodingException;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.StateCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.util.MD5FileUtil;

/** A snapshot on disk: 8 bytes magic, the encoded state, 4 bytes CRC-32C of all before. Stateless; methods block. */
final class SnapshotFile {
    private static final long MAGIC = 0x534c_4f54_534e_4150L; // "SLOTSNAP"

    private SnapshotFile() {}

    /** Writes a snapshot so that it is either there whole, on disk, or not at all. */
    static void write(Path file, ClusterState state) throws IOException {
        byte[] encoded = StateCodec.encode(state);
        ByteBuffer content = ByteBuffer.allocate(Long.BYTES + encoded.length + Integer.BYTES);
        content.putLong(MAGIC).put(encoded);
        content.putInt(checksum(content.array(), content.position())).flip();
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads a snapshot.
     *
     * @throws DataDirectoryException if it is not what {@link #write} wrote
     */
    static ClusterState read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length - Integer.BYTES;
        if (end < Long.BYTES || ByteBuffer.wrap(bytes).getLong() != MAGIC) {
            throw DataDirectoryException.damaged(file, "is no snapshot of Slotkeeper");
        }
        if (ByteBuffer.wrap(bytes, end, Integer.BYTES).getInt() != checksum(bytes, end)) {
            throw DataDirectoryException.damaged(file, "does not match its checksum");
        }
        try {
            return StateCodec.decode(Arrays.copyOfRange(bytes, Long.BYTES, end));
        } catch (MalformedEncodingException e) {
            throw DataDirectoryException.damaged(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Checks a snapshot against the digest file that Ratis wants beside it.
     *
     * @throws IOException if it is missing or another
     */
    static void verifyDigest(Path file) throws IOException {
        MD5Hash stored = MD5FileUtil.readStoredMd5ForFile(file.toFile());
        if (stored == null) {
            throw new IOException("there is none");
        }
        MD5FileUtil.verifySavedMD5(file.toFile(), stored);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
