package io.slotkeeper.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An executable redis-server whose {@code --version} was read, so it is known to run on this machine.
 *
 * @param path absolute path of the executable
 * @param version for example {@code 7.0.15}
 * @param origin where it was found
 */
public record RedisBinary(Path path, String version, Origin origin) {
    /**
     * System property that overrides {@link #find()}: {@code embedded}, {@code path}, or the path of an
     * executable. It lets a whole test run use another Redis without touching the tests.
     */
    public static final String PROPERTY = "slotkeeper.redis.binary";

    /** Where a binary came from. */
    public enum Origin {
        /** The user named it. */
        EXPLICIT,
        /** {@code redis-server} on the PATH. */
        PATH,
        /** Shipped inside the embedded-redis library and extracted to the user's cache directory. */
        EMBEDDED
    }

    /** Checks the components. */
    public RedisBinary {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(origin, "origin");
    }

    /**
     * The binary to use when nobody named one: what {@link #PROPERTY} says, else the first
     * {@code redis-server} on the PATH, else the embedded one.
     *
     * @throws RedisProcessException if none of them runs here
     */
    public static RedisBinary find() {
        String wanted = System.getProperty(PROPERTY, "");
        return switch (wanted) {
            case "" -> onPath().orElseGet(RedisBinary::embedded);
            case "embedded" -> embedded();
            case "path" ->
                onPath().orElseThrow(() -> new RedisProcessException("There is no redis-server on the PATH, but "
                        + PROPERTY + "=path asks for it. Install redis-server or drop the property."));
            default -> at(Path.of(wanted));
        };
    }

    /**
     * The binary the user named.
     *
     * @throws RedisProcessException if it is missing, not executable or not a redis-server that runs here
     */
    public static RedisBinary at(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (!Files.isRegularFile(absolute) || !Files.isExecutable(absolute)) {
            throw new RedisProcessException(
                    "The redis-server binary " + absolute + " is not an executable file. Give the path of a"
                            + " redis-server (6.2 or newer), or none to use the one on the PATH.");
        }
        return new RedisBinary(absolute, RedisVersionProbe.read(absolute), Origin.EXPLICIT);
    }

    /**
     * The first {@code redis-server} on the PATH, if there is one.
     *
     * @throws RedisProcessException if there is one but it does not run
     */
    public static Optional<RedisBinary> onPath() {
        return onPath("redis-server").map(file -> new RedisBinary(file, RedisVersionProbe.read(file), Origin.PATH));
    }

    /** The first program of a name on the PATH, if there is one; {@code redis-cli} for example. */
    public static Optional<Path> onPath(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, program).toAbsolutePath())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * The Redis 6.2 that the embedded-redis library carries for this operating system and processor;
     * extracted once to {@code $XDG_CACHE_HOME/slotkeeper} (or {@code ~/.cache/slotkeeper}).
     *
     * @throws RedisProcessException if there is none for this machine or it does not run here
     */
    public static RedisBinary embedded() {
        Path file = EmbeddedRedis.extract();
        return new RedisBinary(file, RedisVersionProbe.read(file), Origin.EMBEDDED);
    }

    /** The major version, for example 7; 0 when the version has an unknown form. */
    public int major() {
        String head = version.split("\\.", 2)[0];
        return head.chars().allMatch(Character::isDigit) && !head.isEmpty() ? Integer.parseInt(head) : 0;
    }
}
