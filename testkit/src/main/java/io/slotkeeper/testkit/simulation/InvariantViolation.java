package io.slotkeeper.testkit.simulation;

/** An invariant of DESIGN section 13 does not hold in a simulation. */
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvariantViolation(String message) {
        super(message);
    }
}
