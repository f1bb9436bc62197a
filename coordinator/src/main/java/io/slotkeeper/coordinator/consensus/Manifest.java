package io.slotkeeper.coordinator.consensus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * Whose directory it is. A file of {@code key=value} lines, replaced as a whole.
 *
 * @param group name of the group; another cluster has another one, and their coordinators never talk to each other
 * @param id of the coordinator
 * @param peers ids of the group, separated by commas
 * @param replacing whether it has yet to be taken into the group in the place of a lost one
 */
record Manifest(String group, String id, String peers, boolean replacing) {
    static final String FILE = "manifest";
    static final String TEMPORARY = FILE + ".tmp";
    private static final String FORMAT = "1";

    static Manifest of(ConsensusOptions options, String group, boolean replacing) {
        return new Manifest(
                group, options.id(), String.join(",", options.peers().keySet()), replacing);
    }

    /** @throws DataDirectoryException if it is not what {@link #write} wrote */
    static Manifest read(Path root) throws IOException {
        Path file = root.resolve(FILE);
        Properties lines = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            lines.load(in);
        } catch (IllegalArgumentException e) {
            throw DataDirectoryException.damaged(file, "cannot be read", e);
        }
        String group = lines.getProperty("group", "");
        String id = lines.getProperty("id", "");
        if (!FORMAT.equals(lines.getProperty("format")) || group.isEmpty() || id.isEmpty()) {
            throw DataDirectoryException.damaged(
                    file, "is no manifest of format " + FORMAT + ": it says " + lines.toString());
        }
        return new Manifest(
                group, id, lines.getProperty("peers", id), Boolean.parseBoolean(lines.getProperty("replacing")));
    }

    /** On disk when this returns. */
    void write(Path root) throws IOException {
        Path temporary = root.resolve(TEMPORARY);
        String text = "format=" + FORMAT + "\ngroup=" + group + "\nid=" + id + "\npeers=" + peers + "\n"
                + (replacing ? "replacing=true\n" : "");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(temporary, root.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @throws DataDirectoryException if it is another coordinator's, or of a group of others */
    void requireOwn(ConsensusOptions options, Path root) {
        Manifest expected = of(options, group, replacing);
        if (!id.equals(expected.id)) {
            throw DataDirectoryException.unusable(
                    root.resolve(FILE),
                    "it is of another coordinator: it says id=" + id + " instead of id=" + expected.id,
                    "start with the --id that it names or choose another --data-dir");
        }
        if (!peers.equals(expected.peers)) {
            throw DataDirectoryException.unusable(
                    root.resolve(FILE),
                    "it belongs to a group of [" + peers + "], but --peers lists [" + expected.peers + "]",
                    "start with the group that it names or choose another --data-dir");
        }
    }
}
