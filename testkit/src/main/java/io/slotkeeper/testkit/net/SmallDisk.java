package io.slotkeeper.testkit.net;

import io.slotkeeper.testkit.ProcessReaper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file system of a few megabytes, in memory, to be filled up. It is mounted in the mount namespace of a process that does
 * nothing else, and reached by that process's entry in {@code /proc}: the machine's own mounts stay as they are, and the disk is
 * gone with this JVM, however that ends. Needs Linux and root. Not thread-safe.
 */
public final class SmallDisk implements AutoCloseable {
    private static final String MOUNTED = "mounted";
    private static final Path MOUNT_POINT = Path.of("/mnt");
    private static final String FILLER = "filler";

    private final Process holder;

    private SmallDisk(Process holder) {
        this.holder = holder;
    }

    /** Why small disks cannot be made here; empty where they can. */
    public static Optional<String> missing() {
        try {
            SmallDisk.create(1).close();
            return Optional.empty();
        } catch (NetworkException e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * Mounts an empty one.
     *
     * @throws NetworkException if that is not permitted
     */
    public static SmallDisk create(int megabytes) {
        String mount = "mount -t tmpfs -o size=" + megabytes + "m none " + MOUNT_POINT + " && echo " + MOUNTED
                + " && exec sleep infinity";
        try {
            Process holder = ProcessReaper.start(
                    new ProcessBuilder("unshare", "--mount", "--propagation", "private", "sh", "-c", mount)
                            .redirectErrorStream(true));
            String said = holder.inputReader(StandardCharsets.UTF_8).readLine();
            if (!MOUNTED.equals(said)) {
                holder.destroyForcibly();
                throw new NetworkException("A file system in memory cannot be mounted (" + said
                        + "). Run as root, in a container with --privileged or the capability SYS_ADMIN.");
            }
            return new SmallDisk(holder);
        } catch (IOException e) {
            throw new NetworkException("'unshare' cannot be run. Install util-linux.", e);
        }
    }

    /** Its root directory, for every process of this user. */
    public Path path() {
        return Path.of("/proc/" + holder.pid() + "/root" + MOUNT_POINT);
    }

    /** Takes all space that is left. */
    public void fill() {
        byte[] block = new byte[1 << 12];
        try (OutputStream filler = Files.newOutputStream(path().resolve(FILLER))) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException e) {
            if (freeBytes() >= block.length) {
                throw new UncheckedIOException("the disk at " + path() + " cannot be filled", e);
            }
        }
    }

    /** Gives back what {@link #fill} took. */
    public void free() {
        try {
            Files.deleteIfExists(path().resolve(FILLER));
        } catch (IOException e) {
            throw new UncheckedIOException("the disk at " + path() + " cannot be freed", e);
        }
    }

    /** What is left. */
    public long freeBytes() {
        try {
            return Files.getFileStore(path()).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("the disk at " + path() + " cannot be asked", e);
        }
    }

    /** Unmounts it; what is on it is lost. */
    @Override
    public void close() {
        holder.destroyForcibly();
        try {
            holder.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
