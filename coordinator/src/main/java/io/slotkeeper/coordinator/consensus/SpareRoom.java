package io.slotkeeper.coordinator.consensus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that takes room in a data directory, to be given up when the disk is full. Ratis writes the term and the vote to a new file
 * and moves that over the old one even when it could not write all of it: an empty one would keep the coordinator from ever
 * starting again. It needs a few hundred bytes for that, at the earliest an election after the log has failed.
 */
final class SpareRoom {
    static final String FILE = "spare";

    private static final Logger LOG = LoggerFactory.getLogger(SpareRoom.class);
    private static final int BYTES = 64 << 10;

    private final Path file;

    private SpareRoom(Path file) {
        this.file = file;
    }

    /** Takes the room. Does without it when there is none: the log will soon say so itself. */
    static SpareRoom take(Path directory) {
        SpareRoom room = new SpareRoom(directory.resolve(FILE));
        try (FileChannel channel = FileChannel.open(room.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(BYTES);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            channel.force(true);
        } catch (IOException e) {
            LOG.warn("There is no room for {}: {}", room.file, e.getMessage());
        }
        return room;
    }

    /** Gives it up. May be repeated, by any thread. */
    void giveUp() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted to make room: {}", file, e.getMessage());
        }
    }
}
