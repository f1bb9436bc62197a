package io.slotkeeper.testkit.simulation;

/**
 * An acknowledged write, and by its predecessors everything that the node held then: a data set is its last write. Two are the
 * same only if they are one object.
 */
final class Write {
    private final long number;
    private final Write before;

    /** The next write after everything that a data set holds; null holds nothing. */
    Write(Write before) {
        this.number = before == null ? 1 : before.number + 1;
        this.before = before;
    }

    /** Position in its history, from 1. */
    long number() {
        return number;
    }

    /** Null for the first. */
    Write before() {
        return before;
    }

    /** Whether a data set holds everything that another one holds. */
    static boolean holds(Write dataSet, Write other) {
        Write last = dataSet;
        while (last != null && other != null && last.number > other.number) {
            last = last.before;
        }
        return other == null || last == other;
    }

    /** The last write that both data sets hold; null if there is none. */
    static Write common(Write one, Write other) {
        Write a = one;
        Write b = other;
        while (a != b) {
            if (b == null || (a != null && a.number >= b.number)) {
                a = a.before;
            } else {
                b = b.before;
            }
        }
        return a;
    }

    @Override
    public String toString() {
        return "write " + number;
    }
}
