package io.slotkeeper.core.operation;

import java.util.Locale;

/** What an operation is going through. The names are part of the encoding of records. */
public enum OperationState {
    /** It waits for the operation before it. */
    QUEUED(false),
    /** It goes on. */
    RUNNING(false),
    /** It stands still, by request or because it met something that people have to decide. */
    PAUSED(false),
    /** It ends what is open and begins nothing more. */
    ABORTING(false),
    /** All is done. */
    DONE(true),
    /** It was aborted; what had been finished before stays. */
    ABORTED(true);

    private final boolean ended;

    OperationState(boolean ended) {
        this.ended = ended;
    }

    /** Nothing comes after it. */
    public boolean ended() {
        return ended;
    }

    /** The name in the interfaces: {@code running}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
