package io.slotkeeper.core.plan;

import io.slotkeeper.core.map.ShardIdOrder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of the slots each shard shall own, in proportion. A shard with weight 0 shall own none.
 *
 * @param weights by shard, every shard of the plan; 0 or more, not all 0
 */
public record ShardWeights(SortedMap<String, Double> weights) {
    public ShardWeights {
        SortedMap<String, Double> sorted = new TreeMap<>(ShardIdOrder.INSTANCE);
        sorted.putAll(weights);
        weights = Collections.unmodifiableSortedMap(sorted);
        weights.forEach(ShardWeights::check);
        if (weights.values().stream().allMatch(w -> w == 0)) {
            throw bad("all weights are 0, so no shard may own a slot; give one shard a weight above 0");
        }
    }

    /** Every shard the same. */
    public static ShardWeights equal(Collection<String> shards) {
        return of(shards, Map.of());
    }

    /**
     * Some weights given, the others 1.
     *
     * @throws PlanRefusedException if a weight names no shard, is negative or not a number, or if all are 0
     */
    public static ShardWeights of(Collection<String> shards, Map<String, Double> given) {
        SortedMap<String, Double> weights = new TreeMap<>(ShardIdOrder.INSTANCE);
        shards.forEach(shard -> weights.put(shard, 1.0));
        new TreeMap<>(given).forEach((shard, weight) -> {
            if (weights.put(shard, weight) == null) {
                throw new PlanRefusedException(
                        PlanRefusal.UNKNOWN_SHARD,
                        "the weight " + weight + " is for shard '" + shard + "', which does not exist; shards are "
                                + String.join(", ", shards));
            }
        });
        return new ShardWeights(weights);
    }

    private static void check(String shard, double weight) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw bad("the weight of shard " + shard + " is " + weight + "; a weight is a number of 0 or more");
        }
    }

    private static PlanRefusedException bad(String text) {
        return new PlanRefusedException(PlanRefusal.BAD_WEIGHT, text);
    }

    /** The weight of a shard; 0 for one that is not named. */
    public double of(String shard) {
        return weights.getOrDefault(shard, 0.0);
    }

    /**
     * A part of slots, exactly.
     *
     * @param whole whole slots
     * @param rest what is missing to the exact part, in fractions of a slot that are the same size for all shards; 0 when
     *     nothing is
     */
    record Share(int whole, BigInteger rest) {
        boolean isExact() {
            return rest.signum() == 0;
        }
    }

    /** What falls to each shard when so many slots are dealt out. Binary fractions would round 4096 down to 4095. */
    SortedMap<String, Share> shares(int slots) {
        int scale = weights.values().stream()
                .mapToInt(w -> Math.max(0, BigDecimal.valueOf(w).scale()))
                .max()
                .orElseThrow();
        BigInteger sum = weights.values().stream().map(w -> scaled(w, scale)).reduce(BigInteger.ZERO, BigInteger::add);
        SortedMap<String, Share> shares = new TreeMap<>(ShardIdOrder.INSTANCE);
        weights.forEach((shard, weight) -> {
            BigInteger[] divided =
                    scaled(weight, scale).multiply(BigInteger.valueOf(slots)).divideAndRemainder(sum);
            shares.put(shard, new Share(divided[0].intValueExact(), divided[1]));
        });
        return shares;
    }

    private static BigInteger scaled(double weight, int scale) {
        return BigDecimal.valueOf(weight).movePointRight(scale).toBigIntegerExact();
    }
}
