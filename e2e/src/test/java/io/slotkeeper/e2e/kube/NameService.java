package io.slotkeeper.e2e.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * The names of pods, as a headless Service gives them: a hosts file, which a JVM that runs with
 * {@code -Djdk.net.hosts.file} reads again at every look-up. Not thread-safe.
 */
final class NameService {
    private final Path file;
    private String written = "";

    NameService(Path directory) {
        this.file = directory.resolve("hosts");
    }

    Path file() {
        return file;
    }

    /** Replaces all names at once. */
    void publish(Map<String, String> addressByName) {
        StringBuilder text = new StringBuilder("127.0.0.1 localhost " + hostName() + "\n");
        addressByName.forEach(
                (name, address) -> text.append(address).append(' ').append(name).append('\n'));
        if (text.toString().equals(written)) {
            return;
        }
        try {
            Path next = Files.writeString(file.resolveSibling("hosts.next"), text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "machine";
        }
    }
}
