package io.slotkeeper.coordinator.consensus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory of one coordinator, checked and locked:
 *
 * <pre>
 * lock        held while a coordinator runs
 * manifest    format, group and id; written last, so a directory with it was set up completely
 * watermark   highest applied index
 * raft/       Ratis's log segments and snapshots
 * </pre>
 */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String MANIFEST = "manifest";
    private static final String RAFT = "raft";
    /** What a first start that was cut short may leave behind. */
    private static final Set<String> SET_UP_FIRST = Set.of(LOCK, Watermark.FILE, MANIFEST + ".tmp");

    private final Path root;
    private final FileChannel lock;
    private Watermark watermark;
    private boolean isNew;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Opens the directory and checks all that is in it; creates it when there is nothing.
     *
     * @throws DataDirectoryException when anything is wrong with it
     */
    static DataDirectory open(ConsensusOptions options) {
        Path root = options.dataDir();
        DataDirectory directory = new DataDirectory(root, lock(root));
        try {
            directory.prepare(options);
            return directory;
        } catch (IOException e) {
            directory.close();
            throw inaccessible(root, e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private void prepare(ConsensusOptions options) throws IOException {
        Path manifest = root.resolve(MANIFEST);
        if (Files.exists(manifest)) {
            requireOwn(manifest, options);
        } else {
            requireEmpty();
            Watermark.create(root);
            writeManifest(manifest, options);
        }
        watermark = Watermark.open(root);
        Path group = storage().resolve(options.groupId().toString());
        isNew = !Files.exists(group) && watermark.value() == Watermark.NONE;
        if (!isNew) {
            new LogInspection(group, watermark.value()).run();
        }
    }

    private static FileChannel lock(Path root) {
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = tryLock(channel);
            if (held == null) {
                channel.close();
                throw DataDirectoryException.unusable(
                        root, "another process is using it", "stop that coordinator or choose another --data-dir");
            }
            return channel;
        } catch (IOException e) {
            throw inaccessible(root, e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void requireEmpty() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> !SET_UP_FIRST.contains(name))
                    .sorted()
                    .toList();
            if (!names.isEmpty()) {
                throw DataDirectoryException.damaged(
                        root.resolve(MANIFEST), "is missing although the directory holds " + names);
            }
        }
    }

    private static void requireOwn(Path manifest, ConsensusOptions options) throws IOException {
        String found = Files.readString(manifest);
        String expected = manifestOf(options);
        if (!found.equals(expected)) {
            throw DataDirectoryException.unusable(
                    manifest,
                    "it is of another coordinator: it says [" + found.strip().replace('\n', ' ') + "] instead of ["
                            + expected.strip().replace('\n', ' ') + "]",
                    "start with the --id that it names or choose another --data-dir");
        }
    }

    private static void writeManifest(Path manifest, ConsensusOptions options) throws IOException {
        Path temporary = manifest.resolveSibling(MANIFEST + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(manifestOf(options).getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(temporary, manifest, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String manifestOf(ConsensusOptions options) {
        return "format=1\ngroup=" + options.group() + "\nid=" + options.id() + "\n";
    }

    private static DataDirectoryException inaccessible(Path root, IOException cause) {
        return DataDirectoryException.unusable(
                root,
                "it cannot be read and written (" + cause + ")",
                "give the user of this process read and write permission on it, or choose another --data-dir",
                cause);
    }

    Path storage() {
        return root.resolve(RAFT);
    }

    Watermark watermark() {
        return watermark;
    }

    /** Whether nothing was ever written here. */
    boolean isNew() {
        return isNew;
    }

    /** Releases the lock. */
    @Override
    public void close() {
        try {
            if (watermark != null) {
                watermark.close();
            }
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + root, e);
        }
    }
}
