package io.slotkeeper.core.control;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What stops a primary that is cut off from everybody. */
public enum WriteSafety {
    /** Its agent, when its lease is over. */
    LEASE,
    /** Its agent, and the server itself: it refuses writes while none of its replicas was heard for a second or two. */
    STRICT;

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a name as it stands on the command line.
     *
     * @throws IllegalArgumentException if there is no such write safety
     */
    public static WriteSafety of(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("write-safety is '" + label + "'; it must be "
                        + Arrays.stream(values()).map(WriteSafety::label).collect(Collectors.joining(" or "))));
    }
}
