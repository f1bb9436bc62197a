package io.slotkeeper.bench.simulate;

import io.slotkeeper.testkit.simulation.Simulator;

/**
 * What many runs come to.
 *
 * @param millis of virtual time
 * @param lost acknowledged writes that failovers lost and reported
 */
public record Totals(long seeds, long millis, long promotions, long acknowledged, long lost) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0);

    Totals plus(Simulator.Outcome outcome) {
        return new Totals(
                seeds + 1,
                millis + outcome.millis(),
                promotions + outcome.promotions(),
                acknowledged + outcome.acknowledged(),
                lost + outcome.lost());
    }

    Totals plus(Totals other) {
        return new Totals(
                seeds + other.seeds,
                millis + other.millis,
                promotions + other.promotions,
                acknowledged + other.acknowledged,
                lost + other.lost);
    }
}
