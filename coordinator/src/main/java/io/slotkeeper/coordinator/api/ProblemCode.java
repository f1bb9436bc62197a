package io.slotkeeper.coordinator.api;

/**
 * Why a request was refused before it reached the coordinator's logic. The names are stable; together with {@link
 * io.slotkeeper.core.control.RefusalCode} they are all codes of the REST and event-bus interfaces.
 */
public enum ProblemCode {
    INVALID_PARAMETER(400),
    INVALID_REQUEST(400),
    UNKNOWN_FIELD(400),
    MALFORMED_JSON(400),
    MALFORMED_URL(400),
    UNSUPPORTED_SUBPROTOCOL(400),
    CROSS_ORIGIN(403),
    UNKNOWN_PATH(404),
    UNKNOWN_SLOT(404),
    SLOT_NOT_ASSIGNED(404),
    METHOD_NOT_ALLOWED(405),
    BODY_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    UPGRADE_REQUIRED(426),
    INTERNAL_ERROR(500),
    NOT_READY(503);

    private final int httpStatus;

    ProblemCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** The status of the REST problem document. */
    public int httpStatus() {
        return httpStatus;
    }
}
