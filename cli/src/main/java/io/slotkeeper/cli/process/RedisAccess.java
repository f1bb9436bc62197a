package io.slotkeeper.cli.process;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to log in to Redis. Never printed.
 *
 * @param user ACL user; absent for the default user
 * @param password absent for a server without one
 */
public record RedisAccess(Optional<String> user, Optional<String> password) {
    /** Where the password may stand when it is in no file. */
    public static final String VARIABLE = "SLOTKEEPER_REDIS_PASSWORD";

    /** Without user and password. */
    public static RedisAccess none() {
        return new RedisAccess(Optional.empty(), Optional.empty());
    }

    /**
     * Reads the password from the file, or from the environment when there is no file.
     *
     * @param user may be null
     * @param file may be null
     * @param variable the value of {@link #VARIABLE}, may be null
     * @throws CommandFailure if the file is missing, unreadable or empty, or a user has no password
     */
    public static RedisAccess read(String user, Path file, String variable) {
        Optional<String> password = file != null ? Optional.of(readFile(file)) : nonEmpty(variable);
        if (user != null && password.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--redis-user " + user + " has no password. Name a file by --redis-password-file, or set "
                            + VARIABLE + ".");
        }
        return new RedisAccess(nonEmpty(user), password);
    }

    private static Optional<String> nonEmpty(String text) {
        return Optional.ofNullable(text).filter(value -> !value.isEmpty());
    }

    private static String readFile(Path file) {
        try {
            String password = Files.readString(file).stripTrailing();
            if (password.isEmpty() || password.lines().count() > 1) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "The password file " + file + " must hold the Redis password in one line, and nothing else.");
            }
            return password;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The password file " + file + " cannot be read ("
                            + e.getClass().getSimpleName()
                            + "). --redis-password-file must name a file that this user may read.",
                    e);
        }
    }

    @Override
    public String toString() {
        return "RedisAccess[user=" + user.orElse("default") + ", password=" + (password.isPresent() ? "***" : "none")
                + "]";
    }
}
