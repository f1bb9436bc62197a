package io.slotkeeper.testkit.net;

import java.time.Duration;

/**
 * How well a link works; applied by the kernel's {@code netem}, which not every kernel has
 * ({@link NetworkSupport#netemMissing}).
 *
 * @param delay added to every packet, 0 or more
 * @param jitter the delay varies by up to this much either way
 * @param lossPercent share of the packets lost, 0 to 100
 */
public record LinkQuality(Duration delay, Duration jitter, double lossPercent) {
    /** Checks the ranges. */
    public LinkQuality {
        if (delay.isNegative() || jitter.isNegative() || !(lossPercent >= 0 && lossPercent <= 100)) {
            throw new IllegalArgumentException("A link has a delay and jitter of 0 or more and loses 0 to 100 %, not "
                    + delay + ", " + jitter + " and " + lossPercent + " %.");
        }
    }

    String[] netem() {
        return new String[] {
            "netem", "delay", delay.toNanos() / 1_000 + "us", jitter.toNanos() / 1_000 + "us", "loss", lossPercent + "%"
        };
    }
}
