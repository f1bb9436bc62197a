package io.slotkeeper.k8s.coordinators;

/** The coordinators cannot be asked, or refuse. The message says why, for the user. */
public final class CoordinatorsException extends RuntimeException {
    /** Code when none answers. */
    public static final String UNREACHABLE = "COORDINATORS_UNREACHABLE";

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * With a stable reason code.
     *
     * @param code of the coordinators' interface, or {@link #UNREACHABLE}
     */
    public CoordinatorsException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Stable reason code. */
    public String code() {
        return code;
    }
}
