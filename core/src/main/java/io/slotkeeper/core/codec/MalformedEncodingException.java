package io.slotkeeper.core.codec;

/** Bytes that no release of Slotkeeper up to this one could have written. Fatal for the file or message they are in. */
public final class MalformedEncodingException extends RuntimeException {
    public MalformedEncodingException(String message) {
        super(message);
    }

    public MalformedEncodingException(String message, Throwable cause) {
        super(message, cause);
    }
}
