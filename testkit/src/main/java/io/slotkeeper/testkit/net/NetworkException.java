package io.slotkeeper.testkit.net;

/** A test network could not be made, changed or removed; the message has the command and its output. */
public class NetworkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With its reason. */
    public NetworkException(String message) {
        super(message);
    }

    /** With its cause. */
    public NetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
