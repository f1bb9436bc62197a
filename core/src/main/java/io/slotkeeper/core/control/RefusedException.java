package io.slotkeeper.core.control;

/** A request cannot be met; nothing was changed. The message names the input, the rule and the remedy. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RefusalCode code;

    RefusedException(RefusalCode code, String text) {
        super(text);
        this.code = code;
    }

    /** The stable code. */
    RefusalCode code() {
        return code;
    }
}
