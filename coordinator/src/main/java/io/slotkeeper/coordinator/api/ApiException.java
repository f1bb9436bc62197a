package io.slotkeeper.coordinator.api;

import io.slotkeeper.core.control.RefusalCode;

/**
 * A request is refused. The message names the input, the rule and the remedy, and is shown to the client. It has no
 * stack trace, for it is an answer, and anyone can ask for many.
 */
final class ApiException extends RuntimeException {
    private final int status;
    private final String code;

    ApiException(ProblemCode code, String message) {
        super(message, null, false, false);
        this.status = code.httpStatus();
        this.code = code.name();
    }

    ApiException(RefusalCode code, String message) {
        super(message, null, false, false);
        this.status = code.httpStatus();
        this.code = code.name();
    }

    /** HTTP status. */
    int status() {
        return status;
    }

    /** Stable code. */
    String code() {
        return code;
    }
}
