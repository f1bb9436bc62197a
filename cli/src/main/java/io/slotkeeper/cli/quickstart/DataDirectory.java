package io.slotkeeper.cli.quickstart;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a quickstart: {@code coordinator/ID}, {@code nodes/PORT}, {@code quickstart.yaml} and the log. Locked
 * while it is open, so that two quickstarts never share one.
 */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "quickstart.lock";
    private static final Set<String> OWN = Set.of(LOCK, "slotkeeper.log", Manifest.FILE, Manifest.FILE + ".new");

    private final Path root;
    private final boolean temporary;
    private final FileChannel lock;

    private DataDirectory(Path root, boolean temporary, FileChannel lock) {
        this.root = root;
        this.temporary = temporary;
        this.lock = lock;
    }

    /**
     * Opens the directory named, or makes a temporary one.
     *
     * @throws CommandFailure if it may not be written, is in use, holds something else, another cluster or half of one
     */
    static DataDirectory open(QuickstartSettings settings) {
        Optional<Path> wanted =
                settings.dataDir().map(dir -> dir.toAbsolutePath().normalize());
        Path root = wanted.orElse(null);
        try {
            root = wanted.isPresent()
                    ? Files.createDirectories(wanted.get())
                    : Files.createTempDirectory("slotkeeper-quickstart-");
            DataDirectory directory = new DataDirectory(root, wanted.isEmpty(), lock(root));
            try {
                directory.prepare(Manifest.of(settings), settings.topology());
                return directory;
            } catch (CommandFailure | IOException e) {
                directory.close();
                throw e;
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, explain(root, e), e);
        }
    }

    /** Where everything is. */
    Path root() {
        return root;
    }

    /** Whether it is removed at the end. */
    boolean isTemporary() {
        return temporary;
    }

    /** Raft log and snapshots of a coordinator. */
    Path coordinator(String id) {
        return root.resolve("coordinator").resolve(id);
    }

    /** Files of a node. */
    Path node(int port) {
        return root.resolve("nodes").resolve(Integer.toString(port));
    }

    /** From now on everything must be there at the next start. */
    void markFormed() {
        try {
            Manifest manifest = Manifest.read(root);
            if (!manifest.formed()) {
                manifest.asFormed().write(root);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, explain(root, e), e);
        }
    }

    /** Unlocks it, and removes it when it is temporary. */
    @Override
    public void close() {
        try {
            lock.close();
            if (temporary) {
                delete(root);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, explain(root, e), e);
        }
    }

    private void prepare(Manifest wanted, Topology topology) throws IOException {
        if (Files.exists(root.resolve(Manifest.FILE))) {
            Manifest kept = Manifest.read(root);
            kept.requireSame(wanted, root);
            if (kept.formed()) {
                requireComplete(topology, kept.coordinators());
            }
            return;
        }
        requireEmpty();
        wanted.write(root);
    }

    private void requireEmpty() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            Optional<Path> foreign = files.filter(
                            file -> !OWN.contains(file.getFileName().toString()))
                    .findFirst();
            if (foreign.isPresent()) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        root + " holds " + foreign.get().getFileName() + ", but no " + Manifest.FILE
                                + ": it is not the whole data directory of a quickstart. Restore " + Manifest.FILE
                                + ", or choose an empty or new --data-dir.");
            }
        }
    }

    private void requireComplete(Topology topology, int coordinators) {
        for (int i = 1; i <= coordinators; i++) {
            requireContent(coordinator("c" + i), "the log of coordinator c" + i);
        }
        topology.members()
                .forEach(member -> requireContent(
                        node(member.port()).resolve("nodes.conf"),
                        "what node " + member.agent() + " knows of the cluster"));
    }

    private void requireContent(Path path, String meaning) {
        if (isEmpty(path)) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    path + " is missing or empty: it holds " + meaning
                            + ", and the rest of the cluster is there. Restore" + " it from a backup, or delete " + root
                            + " to start a new cluster without its data.");
        }
    }

    private static boolean isEmpty(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                return !Files.isRegularFile(path) || Files.size(path) == 0;
            }
            try (Stream<Path> files = Files.list(path)) {
                return files.findAny().isEmpty();
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, explain(path, e), e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "Another quickstart runs on " + root + ": a data directory serves one at a time. Stop it, or choose"
                            + " another --data-dir.");
        }
        return channel;
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process: the same answer as held by another one.
            return null;
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String explain(Path path, IOException failure) {
        String where = path == null ? "A temporary directory" : "The data directory " + path;
        String remedy =
                path == null ? "Check java.io.tmpdir, or name one by --data-dir." : "Choose another --data-dir.";
        if (failure instanceof AccessDeniedException denied) {
            return where + " cannot be used: no permission for " + denied.getFile()
                    + ", which this user must be able to read and write. Change its permissions or owner. " + remedy;
        }
        if (failure instanceof FileAlreadyExistsException) {
            return where + " is a file, not a directory. " + remedy;
        }
        return where + " cannot be used: " + failure + ". " + remedy;
    }
}
