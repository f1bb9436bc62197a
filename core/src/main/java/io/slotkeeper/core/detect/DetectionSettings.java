package io.slotkeeper.core.detect;

/**
 * When silence means something.
 *
 * @param silenceAfterMillis an agent that has not reported for so long is lost, 300 to 60000
 * @param graceMillis a new leader waits so long for an agent it has never heard of before it calls it lost, 0 to 600000
 */
public record DetectionSettings(long silenceAfterMillis, long graceMillis) {
    public DetectionSettings {
        if (silenceAfterMillis < 300 || silenceAfterMillis > 60_000) {
            throw new IllegalArgumentException("silence-after is " + silenceAfterMillis
                    + " ms; it must be 300 to 60000 ms, three heartbeats at least");
        }
        if (graceMillis < 0 || graceMillis > 600_000) {
            throw new IllegalArgumentException("grace is " + graceMillis + " ms; it must be 0 to 600000 ms");
        }
    }

    public static DetectionSettings defaults() {
        return new DetectionSettings(1000, 10_000);
    }
}
