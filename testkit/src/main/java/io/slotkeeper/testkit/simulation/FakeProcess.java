package io.slotkeeper.testkit.simulation;

/**
 * What every process of the control plane has: a monotonic clock of its own, pauses in which nothing of it runs, and a life.
 * What is left over from an earlier life never runs.
 */
final class FakeProcess {
    private static final double ONE = 1.0;

    private final VirtualTime time;
    private long clockBaseNanos;
    private long rateSinceNanos;
    private double clockRate = ONE;
    private long pausedUntilNanos = Long.MIN_VALUE;
    private boolean up = true;
    private int life = 1;

    /**
     * @param clockOffsetNanos how far its clock is ahead of the simulation's: clocks have nothing to do with each other
     */
    FakeProcess(VirtualTime time, long clockOffsetNanos) {
        this.time = time;
        this.clockBaseNanos = time.nanos() + clockOffsetNanos;
        this.rateSinceNanos = time.nanos();
    }

    boolean isUp() {
        return up;
    }

    /** 1 for the first. */
    int life() {
        return life;
    }

    boolean isPaused() {
        return pausedUntilNanos > time.nanos();
    }

    long clockNanos() {
        return clockBaseNanos + Math.round((time.nanos() - rateSinceNanos) * clockRate);
    }

    /** From now on the clock runs at another rate; 1 is that of the simulation. */
    void clockRate(double rate) {
        clockBaseNanos = clockNanos();
        rateSinceNanos = time.nanos();
        clockRate = rate;
    }

    /** At least one: what is due now comes after what happens now. */
    long microsUntil(long nanosOfClock) {
        return Math.max(1, (long) Math.ceil((nanosOfClock - clockNanos()) / clockRate / 1000));
    }

    /** Nothing of it runs for so long, as in a stop of the garbage collector. */
    void pause(long millis) {
        pausedUntilNanos = Math.max(pausedUntilNanos, time.nanos() + millis * 1_000_000);
    }

    void end() {
        up = false;
    }

    void begin() {
        up = true;
        life++;
        pausedUntilNanos = Long.MIN_VALUE;
    }

    /** Runs now, or when the pause is over; never in another life. */
    void run(Runnable action) {
        if (up && isPaused()) {
            at(pausedUntilNanos, action);
        } else if (up) {
            action.run();
        }
    }

    /** Runs after a time on its own clock, unless this life is over by then. */
    void after(long micros, Runnable action) {
        at(time.nanos() + Math.max(1, Math.round(micros / clockRate)) * 1000, action);
    }

    /** Runs at a moment of the simulation's clock, unless this life is over by then. */
    void at(long nanos, Runnable action) {
        int now = life;
        time.at(nanos, () -> {
            if (life == now) {
                run(action);
            }
        });
    }

    /** Runs in a rhythm through all lives; leaves out what falls into a pause. */
    void every(long firstMicros, long periodMicros, Runnable action) {
        time.every(firstMicros, periodMicros, () -> {
            if (up && !isPaused()) {
                action.run();
            }
        });
    }
}
