package io.slotkeeper.agent.node;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a server.
 *
 * @param major for example 7
 * @param minor for example 0
 */
public record ServerVersion(int major, int minor) {
    private static final Pattern FORMAT = Pattern.compile("(\\d{1,5})\\.(\\d{1,5}).*");

    /**
     * Parses {@code redis_version}.
     *
     * @throws IllegalArgumentException if it does not start with two numbers
     */
    public static ServerVersion parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not the version of a Redis server; it starts with MAJOR.MINOR");
        }
        return new ServerVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Whether it is this version or a later one. */
    public boolean atLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }
}
