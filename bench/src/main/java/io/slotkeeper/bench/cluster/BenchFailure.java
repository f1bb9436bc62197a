package io.slotkeeper.bench.cluster;

/** A measurement cannot go on; the text is for the user and says what did not happen in which time. */
public final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a text for the user. */
    public BenchFailure(String message) {
        super(message);
    }

    /** As above, with the failure underneath. */
    public BenchFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
