package io.slotkeeper.coordinator.consensus;

/** A proposal may or may not be committed, now or later. Read the state again instead of repeating it blindly. */
public final class OutcomeUnknownException extends RuntimeException {
    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
