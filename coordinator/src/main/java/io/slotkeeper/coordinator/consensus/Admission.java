package io.slotkeeper.coordinator.consensus;

import java.util.Optional;

/**
 * Decides whether this coordinator may take part in its group, before its log is opened. A group must never count the vote of
 * a coordinator that has forgotten what it voted for.
 */
@FunctionalInterface
public interface Admission {
    /**
     * Blocks until this coordinator may take part.
     *
     * @throws IllegalStateException with reason and remedy when it must not
     */
    void admit(Candidate candidate);

    /** What a data directory says of its coordinator. */
    enum Standing {
        /** Nothing: it is new, or its content is lost. */
        EMPTY,
        /** It belongs to a group that is being formed, and has not voted yet. */
        READY,
        /** It stands in for one whose disk was lost, and has no vote yet. */
        REPLACING,
        /** It has taken part. */
        MEMBER
    }

    /** The data directory in question. */
    interface Candidate {
        Standing standing();

        /** Name of the group it belongs to, if any. */
        Optional<String> group();

        /**
         * Makes the directory one of a group; on disk when this returns.
         *
         * @param standing {@link Standing#READY} or {@link Standing#REPLACING}
         */
        void enter(String group, Standing standing);
    }

    /** For a group of one: there is nobody to ask. */
    static Admission alone(String group) {
        return candidate -> {
            if (candidate.standing() == Standing.EMPTY) {
                candidate.enter(group, Standing.READY);
            }
        };
    }
}
