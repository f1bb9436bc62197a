package io.slotkeeper.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.slot.SlotSet;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for any ownership and any weights. */
class PlacementPropertiesTest {

    @Property(tries = 200)
    void nothingIsLostOrInventedAndPlansRepeat(
            @ForAll("owners") int[] owners, @ForAll("weights") List<Double> weights, @ForAll Placement placement) {
        Ownership current = ownership(owners, weights.size());
        ShardWeights shardWeights = weights(weights);
        Ownership desired = placement.place(current, shardWeights);
        MovePlan plan = MovePlan.between(current, desired);

        assertThat(desired.covered()).isEqualTo(current.covered());
        assertThat(current.after(plan)).isEqualTo(desired);
        assertThat(plan.slots()).isEqualTo((int) current.covered().stream()
                .filter(slot -> current.shards().keySet().stream()
                        .anyMatch(s -> current.slots(s).contains(slot)
                                && !desired.slots(s).contains(slot)))
                .count());
        assertThat(placement.place(ownership(owners, weights.size()), weights(weights)))
                .isEqualTo(desired);
    }

    @Property(tries = 200)
    void countsAreProportionalAndOffByAtMostOne(
            @ForAll("owners") int[] owners, @ForAll("weights") List<Double> weights) {
        Ownership desired = Placement.BALANCED.place(ownership(owners, weights.size()), weights(weights));
        BigDecimal sum = weights.stream().map(BigDecimal::valueOf).reduce(BigDecimal.ZERO, BigDecimal::add);

        for (int i = 0; i < weights.size(); i++) {
            BigDecimal exact = BigDecimal.valueOf(weights.get(i))
                    .multiply(BigDecimal.valueOf(owners.length))
                    .divide(sum, MathContext.DECIMAL128);
            assertThat(BigDecimal.valueOf(desired.slots(id(i)).size())
                            .subtract(exact)
                            .abs())
                    .as("slots of %s, exactly %s", id(i), exact)
                    .isLessThan(BigDecimal.ONE);
        }
    }

    /** No ownership whose counts are as even needs fewer moves: all of them are tried. */
    @Property(tries = 300)
    void movesAreFewest(
            @ForAll @Size(max = 7) List<@IntRange(max = 2) Integer> owners,
            @ForAll @Size(3) List<@IntRange(max = 3) Integer> weights) {
        if (weights.stream().allMatch(w -> w == 0)) {
            return;
        }
        int[] now = owners.stream().mapToInt(Integer::intValue).toArray();
        List<Double> shares = weights.stream().map(Integer::doubleValue).toList();
        Ownership current = ownership(now, 3);
        Ownership desired = Placement.BALANCED.place(current, weights(shares));

        assertThat(MovePlan.between(current, desired).slots()).isEqualTo(fewestMoves(now, weights));
    }

    private static int fewestMoves(int[] now, List<Integer> weights) {
        int fewest = Integer.MAX_VALUE;
        int total = weights.stream().mapToInt(Integer::intValue).sum();
        for (int code = 0; code < Math.pow(3, now.length); code++) {
            int[] counts = new int[3];
            int moves = 0;
            int rest = code;
            for (int owner : now) {
                counts[rest % 3]++;
                moves += rest % 3 == owner ? 0 : 1;
                rest /= 3;
            }
            boolean even = IntStream.range(0, 3)
                    .allMatch(i -> Math.abs(counts[i] * total - now.length * weights.get(i)) < total);
            fewest = even ? Math.min(fewest, moves) : fewest;
        }
        return fewest;
    }

    @Property(tries = 200)
    void noShardOfTheRingHasMoreThanTheBound(@ForAll("owners") int[] owners, @ForAll("weights") List<Double> weights) {
        Ownership desired = Placement.RING.place(ownership(owners, weights.size()), weights(weights));
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();

        for (int i = 0; i < weights.size(); i++) {
            assertThat(desired.slots(id(i)).size())
                    .isLessThanOrEqualTo((int) Math.ceil(RingPlacement.BOUND * owners.length * (weights.get(i) / sum)));
        }
    }

    @Property(tries = 100)
    void theRingForgetsWhatWasBefore(
            @ForAll("owners") int[] owners, @ForAll("owners") int[] others, @ForAll("weights") List<Double> weights) {
        int slots = Math.min(owners.length, others.length);
        int[] a = Arrays.copyOf(owners, slots);
        int[] b = Arrays.copyOf(others, slots);

        assertThat(Placement.RING.place(ownership(a, weights.size()), weights(weights)))
                .isEqualTo(Placement.RING.place(ownership(b, weights.size()), weights(weights)));
    }

    @Property(tries = 200)
    void drainMovesTheDrainedSlotsAndNoOthers(
            @ForAll("owners") int[] owners, @ForAll @IntRange(max = 3) int drained, @ForAll Placement placement) {
        Ownership current = ownership(owners, 4);
        Ownership desired = placement.drain(
                current, id(drained), ShardWeights.equal(current.shards().keySet()));
        MovePlan plan = MovePlan.between(current, desired);

        assertThat(desired.slots(id(drained)).isEmpty()).isTrue();
        assertThat(plan.moves()).allMatch(move -> move.from().equals(id(drained)));
        assertThat(plan.slots()).isEqualTo(current.slots(id(drained)).size());
    }

    @Property(tries = 100)
    void mergeLeavesOneRangeForEveryShard(@ForAll("owners") int[] owners) {
        Ownership current = ownership(owners, 4);
        Ownership merged = MergedPlacement.place(current);

        assertThat(merged.covered()).isEqualTo(current.covered());
        merged.shards().forEach((shard, slots) -> {
            assertThat(slots.size()).isEqualTo(current.slots(shard).size());
            assertThat(slots.ranges()).hasSizeLessThanOrEqualTo(1);
        });
    }

    /** The shard of every slot from 0 on, often in long runs. */
    @Provide
    Arbitrary<int[]> owners() {
        Arbitrary<int[]> runs = Arbitraries.integers()
                .between(0, 15)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(12);
        Arbitrary<Integer> length = Arbitraries.of(1, 1, 7, 300, 1000);
        return Arbitraries.lazyOf(() -> runs)
                .flatMap(run -> length.map(n -> IntStream.of(run)
                        .flatMap(owner -> IntStream.generate(() -> owner).limit(n))
                        .toArray()));
    }

    @Provide
    Arbitrary<List<Double>> weights() {
        Arbitrary<Double> weight = Arbitraries.of(0.0, 0.1, 0.3, 1.0, 1.0, 1.0, 2.5, 10.0, 63.999);
        return weight.list().ofMinSize(1).ofMaxSize(8).filter(list -> list.stream()
                .anyMatch(w -> w > 0));
    }

    private static String id(int i) {
        return "s" + (i + 1);
    }

    private static Ownership ownership(int[] owners, int shards) {
        Map<String, SlotSet> slots = new HashMap<>();
        for (int i = 0; i < shards; i++) {
            int shard = i;
            slots.put(
                    id(i), SlotSet.ofSlots(IntStream.range(0, owners.length).filter(s -> owners[s] % shards == shard)));
        }
        return Ownership.of(slots);
    }

    private static ShardWeights weights(List<Double> weights) {
        List<String> shards = new ArrayList<>();
        Map<String, Double> given = new HashMap<>();
        for (int i = 0; i < weights.size(); i++) {
            shards.add(id(i));
            given.put(id(i), weights.get(i));
        }
        return ShardWeights.of(shards, given);
    }
}
