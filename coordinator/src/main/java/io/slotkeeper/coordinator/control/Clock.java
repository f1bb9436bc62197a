package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.detect.Moment;

/** Reads the clocks for the control loop, which has none. */
final class Clock {
    private Clock() {}

    static Moment now() {
        return new Moment(System.nanoTime(), System.currentTimeMillis());
    }
}
