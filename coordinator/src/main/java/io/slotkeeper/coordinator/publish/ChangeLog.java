package io.slotkeeper.coordinator.publish;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The newest changes by version, a fixed number of them: what a subscriber needs to go on after a short absence.
 *
 * <p>One thread at a time appends; any thread reads, without locks.
 */
public final class ChangeLog {
    /** How many changes a coordinator keeps. */
    public static final int DEFAULT_CAPACITY = 4096;

    private final AtomicReferenceArray<Frame> ring;
    private volatile long head;

    /**
     * An empty log at version 0.
     *
     * @param capacity how many changes to keep, at least 1
     */
    public ChangeLog(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + "; a change log keeps at least 1 change");
        }
        ring = new AtomicReferenceArray<>(capacity);
    }

    /** The newest version, of a change or of the map that the log began with. */
    public long head() {
        return head;
    }

    /**
     * Adds the next change and forgets the oldest when full.
     *
     * @throws IllegalArgumentException if its version does not follow {@link #head()}
     */
    public void append(Frame change) {
        if (change.version() != head + 1) {
            throw new IllegalArgumentException(
                    "change " + change.version() + " does not follow " + head + "; begin anew at its version");
        }
        ring.set(index(change.version()), change);
        head = change.version();
    }

    /** Forgets all changes: the map is now at this version without anyone knowing how it came there. */
    public void beginAt(long version) {
        for (int i = 0; i < ring.length(); i++) {
            ring.set(i, null);
        }
        head = version;
    }

    /** The change that led to a version, unless it is too old, or not known. */
    public Optional<Frame> change(long version) {
        Frame frame = version < 1 ? null : ring.get(index(version));
        return frame == null || frame.version() != version ? Optional.empty() : Optional.of(frame);
    }

    /** Whether every change after this version is here, up to the newest. */
    public boolean reachesBackTo(long version) {
        long newest = head;
        return version == newest
                || (version >= 0 && version < newest && change(version + 1).isPresent());
    }

    private int index(long version) {
        return (int) (version % ring.length());
    }
}
