package io.slotkeeper.coordinator.consensus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory of one coordinator, checked and locked:
 *
 * <pre>
 * lock        held while a coordinator runs
 * manifest    whose it is; written last, so a directory with it was set up completely
 * watermark   highest applied index
 * raft/       Ratis's log segments and snapshots
 * </pre>
 */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String RAFT = "raft";
    /** What a first start that was cut short may leave behind. */
    private static final Set<String> SET_UP_FIRST = Set.of(LOCK, Watermark.FILE, Manifest.TEMPORARY);

    private final Path root;
    private final FileChannel lock;
    private Manifest manifest;
    private Watermark watermark;
    private SpareRoom spareRoom;
    private boolean isNew;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Opens the directory and checks all that is in it; creates it when there is nothing. Waits, with the lock held, until
     * the coordinator is admitted.
     *
     * @throws DataDirectoryException when anything is wrong with it
     */
    static DataDirectory open(ConsensusOptions options, Admission admission) {
        Path root = options.dataDir();
        DataDirectory directory = new DataDirectory(root, lock(root));
        try {
            directory.prepare(options, admission);
            return directory;
        } catch (IOException e) {
            directory.close();
            throw inaccessible(root, e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private void prepare(ConsensusOptions options, Admission admission) throws IOException {
        Entrance entrance = new Entrance(options);
        admission.admit(entrance);
        manifest = entrance.manifest.orElseThrow();
        watermark = Watermark.open(root);
        spareRoom = SpareRoom.take(root);
        Path group = storage().resolve(options.groupId(manifest.group()).toString());
        isNew = !Files.exists(group) && watermark.value() == Watermark.NONE;
        if (!isNew) {
            new LogInspection(group, watermark.value()).run();
        }
    }

    /** This directory, for the decision whether its coordinator may take part. */
    private final class Entrance implements Admission.Candidate {
        private final ConsensusOptions options;
        private Optional<Manifest> manifest = Optional.empty();

        Entrance(ConsensusOptions options) throws IOException {
            this.options = options;
            if (Files.exists(root.resolve(Manifest.FILE))) {
                Manifest found = Manifest.read(root);
                found.requireOwn(options, root);
                manifest = Optional.of(found);
            } else {
                requireEmpty();
            }
        }

        @Override
        public Admission.Standing standing() {
            if (manifest.isEmpty()) {
                return Admission.Standing.EMPTY;
            }
            if (manifest.get().replacing()) {
                return Admission.Standing.REPLACING;
            }
            return Files.exists(storage()) ? Admission.Standing.MEMBER : Admission.Standing.READY;
        }

        @Override
        public Optional<String> group() {
            return manifest.map(Manifest::group);
        }

        @Override
        public void enter(String group, Admission.Standing standing) {
            Manifest own = Manifest.of(options, group, standing == Admission.Standing.REPLACING);
            try {
                if (manifest.isEmpty()) {
                    Watermark.create(root);
                }
                own.write(root);
                manifest = Optional.of(own);
            } catch (IOException e) {
                throw inaccessible(root, e);
            }
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
                        root.resolve(Manifest.FILE), "is missing although the directory holds " + names);
            }
        }
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

    /** The log cannot be written: what must still be written gets room. */
    void makeRoom() {
        spareRoom.giveUp();
    }

    Watermark watermark() {
        return watermark;
    }

    /** Name of the group that it belongs to. */
    String group() {
        return manifest.group();
    }

    /** Whether its coordinator has yet to be taken into the group in the place of a lost one. */
    boolean replacing() {
        return manifest.replacing();
    }

    /** Its coordinator has been taken into the group. */
    void replaced() throws IOException {
        manifest = new Manifest(manifest.group(), manifest.id(), manifest.peers(), false);
        manifest.write(root);
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
