package io.slotkeeper.bus;

/** The cluster bus cannot be started with these options. Fatal until the named cause is removed. */
public final class BusException extends RuntimeException {
    public BusException(String message, Throwable cause) {
        super(message, cause);
    }
}
