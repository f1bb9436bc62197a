package io.slotkeeper.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A password. Nothing prints it: {@link #toString()} is {@code ***}. Safe for any thread. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Wraps a value, which may come from the environment but never from the command line. */
    public static Secret of(String value) {
        return new Secret(Objects.requireNonNull(value));
    }

    /**
     * Reads a file without its last line break. Blocks.
     *
     * @throws IllegalArgumentException if the file is empty
     * @throws UncheckedIOException if it cannot be read
     */
    public static Secret ofFile(Path file) {
        try {
            String text = Files.readString(file).replaceFirst("\\R\\z", "");
            if (text.isEmpty()) {
                throw new IllegalArgumentException("the password file " + file
                        + " is empty; write the password into it, or leave the setting out");
            }
            return new Secret(text);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the password file " + file + " cannot be read; check that it exists and is readable", e);
        }
    }

    /** The value itself, for the one place that sends it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
