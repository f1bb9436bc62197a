package io.slotkeeper.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** Extracts the redis-server that the embedded-redis library carries. */
final class EmbeddedRedis {
    private EmbeddedRedis() {}

    /** The extracted executable; extracted again only when its size differs from the library's. */
    static Path extract() {
        String resource = resourceName();
        try {
            Path directory = cacheDirectory();
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path target = directory.resolve(resource);
            byte[] content = content(resource);
            if (!Files.isExecutable(target) || Files.size(target) != content.length) {
                write(content, target);
            }
            return target;
        } catch (IOException e) {
            throw new RedisProcessException(
                    "The embedded redis-server cannot be extracted to " + cacheDirectory() + ": " + e
                            + ". Make the directory writable, set XDG_CACHE_HOME, or install redis-server.",
                    e);
        }
    }

    private static String resourceName() {
        String resource = null;
        try {
            resource = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
        } catch (RuntimeException e) {
            throw new RedisProcessException(
                    "No embedded redis-server exists for this machine. Install redis-server.", e);
        }
        if (resource == null || resource.endsWith(".exe")) {
            throw new RedisProcessException("No embedded redis-server exists for " + System.getProperty("os.name")
                    + " on " + System.getProperty("os.arch") + ". Install redis-server 6.2 or newer.");
        }
        return resource.startsWith("/") ? resource.substring(1) : resource;
    }

    private static byte[] content(String resource) throws IOException {
        try (InputStream in = ExecutableProvider.class.getResourceAsStream("/" + resource)) {
            return Objects.requireNonNull(in, () -> "embedded-redis lacks its own file " + resource)
                    .readAllBytes();
        }
    }

    /** Writes aside and renames, so that two processes that extract at once both end with a whole file. */
    private static void write(byte[] content, Path target) throws IOException {
        Path aside = Files.createTempFile(target.getParent(), "redis-server", ".part");
        Files.write(aside, content);
        Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwx------"));
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path cacheDirectory() {
        String cache = Objects.requireNonNullElse(System.getenv("XDG_CACHE_HOME"), "");
        Path base = cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("slotkeeper");
    }
}
