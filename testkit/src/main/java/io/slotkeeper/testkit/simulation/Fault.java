package io.slotkeeper.testkit.simulation;

/**
 * One thing that goes wrong, or that somebody wants. Whom it hits is only known when it happens: the numbers are counted round
 * among those that it can hit.
 *
 * @param atMillis after the cluster was ready
 * @param lastsMillis how long it goes on, where that makes sense
 */
record Fault(long atMillis, FaultKind kind, int first, int second, long lastsMillis) {
    @Override
    public String toString() {
        return "at " + atMillis + " ms: " + kind + " (" + first + ", " + second + ") for " + lastsMillis + " ms";
    }
}
