package io.slotkeeper.core.map;

import java.util.regex.Pattern;

/**
 * The cluster node id of a Redis server process, as {@code CLUSTER MYID} prints it.
 *
 * @param hex 40 lower-case hexadecimal digits
 */
public record NodeId(String hex) implements Comparable<NodeId> {
    private static final Pattern FORMAT = Pattern.compile("[0-9a-f]{40}");

    public NodeId {
        if (!FORMAT.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "'" + hex + "' is not a node id; node ids are 40 lower-case hexadecimal digits (CLUSTER MYID)");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return hex.compareTo(other.hex);
    }

    /** The first eight digits: enough for people to tell nodes apart. */
    public String abbreviated() {
        return hex.substring(0, 8);
    }

    @Override
    public String toString() {
        return hex;
    }
}
