package io.slotkeeper.agent.command;

/**
 * How many keys to move at once, so that the node is not blocked for longer than it may be. Learns from the time that each
 * batch took. A quarter of the bound is aimed at: keys differ in size, and clients wait for a batch in turn.
 */
final class BatchSize {
    private static final int FIRST = 50;
    private static final int MOST = 2000;
    private static final double GROWTH = 1.5;
    private static final int AIM = 4;

    private double keys = FIRST;

    int keys() {
        return (int) keys;
    }

    /** A batch was moved. */
    void took(int moved, long micros, long boundMicros) {
        long aim = Math.max(1, boundMicros / AIM);
        if (micros > aim) {
            keys = Math.max(1, Math.min(keys, moved) * Math.max(0.1, (double) aim / micros));
        } else if (moved >= keys() && micros < aim / 2) {
            keys = Math.min(MOST, keys * GROWTH);
        }
    }
}
