package io.slotkeeper.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A number that is this JVM's alone on the machine, by a locked file, and with it the addresses {@code 198.18.N.x} (set
 * aside for tests by RFC 2544) and all names that begin with {@code skN}. The kernel gives the lock up when the JVM dies,
 * however it dies: what bears a number whose lock is free is a leftover.
 */
final class Subnet implements AutoCloseable {
    private static final Path LOCKS = Path.of("/run/slotkeeper-testkit");
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Pattern OURS = Pattern.compile("sk(\\d+)-.*");
    private static final int COUNT = 256;
    private static final Set<Integer> HELD = new HashSet<>();

    private final int number;
    private final FileChannel channel;

    private Subnet(int number, FileChannel channel) {
        this.number = number;
        this.channel = channel;
    }

    /** Takes a free number, after what dead JVMs left is removed. */
    static Subnet take() {
        sweep();
        for (int number = 0; number < COUNT; number++) {
            Optional<Subnet> taken = tryTake(number);
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        throw new NetworkException("All " + COUNT + " test networks of this machine are in use, see " + LOCKS + ".");
    }

    /** One thread at a time, and never the file of a lock that this JVM holds: closing it again would give the lock up. */
    private static Optional<Subnet> tryTake(int number) {
        synchronized (HELD) {
            return HELD.contains(number) ? Optional.empty() : tryLock(number);
        }
    }

    private static Optional<Subnet> tryLock(int number) {
        try {
            Files.createDirectories(LOCKS);
            FileChannel channel = FileChannel.open(
                    LOCKS.resolve(number + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            HELD.add(number);
            return Optional.of(new Subnet(number, channel));
        } catch (IOException e) {
            throw new NetworkException(LOCKS + " cannot hold the locks of test networks", e);
        }
    }

    /** Removes the namespaces of JVMs that died without doing so. */
    static void sweep() {
        namespaces("").stream()
                .map(OURS::matcher)
                .filter(Matcher::matches)
                .map(name -> Integer.parseInt(name.group(1)))
                .distinct()
                .forEach(number -> tryTake(number).ifPresent(leftover -> {
                    leftover.removeAll();
                    leftover.close();
                }));
    }

    private static List<String> namespaces(String prefix) {
        if (!Files.isDirectory(NAMESPACES)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(NAMESPACES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(NAMESPACES + " cannot be read", e);
        }
    }

    /** Deletes every namespace with this number. The interfaces in it go with it, and so do their other ends. */
    void removeAll() {
        namespaces(name("")).forEach(name -> Shell.attempt(List.of("ip", "netns", "del", name)));
        // A namespace ends later when a process still runs in it; the machine's own end is not to wait for that.
        Shell.attempt(List.of("ip", "link", "del", outsideDevice()));
    }

    String name(String host) {
        return "sk" + number + "-" + host;
    }

    /** The interface of the network in the JVM's own namespace. */
    String outsideDevice() {
        return "sk" + number + "out";
    }

    /** Address of the host with this number, 1 to 254. */
    String address(int host) {
        return "198.18." + number + "." + host;
    }

    /** Gives the number back. */
    @Override
    public void close() {
        synchronized (HELD) {
            closeFile();
            HELD.remove(number);
        }
    }

    private void closeFile() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of a test network cannot be given up", e);
        }
    }
}
