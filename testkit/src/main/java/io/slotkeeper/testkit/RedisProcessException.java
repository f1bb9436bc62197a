package io.slotkeeper.testkit;

/** A redis-server cannot be found, started, reached or signalled; the text names the remedy. */
public class RedisProcessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a text that names the input, the rule it broke and the remedy. */
    public RedisProcessException(String message) {
        super(message);
    }

    /** As above, with the failure underneath. */
    public RedisProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
