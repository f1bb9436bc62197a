package io.slotkeeper.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.slot.KeySlot;
import io.slotkeeper.core.slot.SlotSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Both placements from 3 to 32 shards and back, one shard at a time. {@code docs/placement.md} shows the same table. */
class PlacementGrowthTest {
    private static final int FIRST = 3;
    private static final int LAST = 32;
    private static final List<Integer> SHOWN = List.of(4, 5, 6, 8, 12, 16, 24, 32);

    @Test
    void growthMovesAboutOneNthWithBoth() throws IOException {
        List<String> table = new ArrayList<>();
        Ownership balanced = Placement.BALANCED.place(nothing(FIRST), equal(FIRST));
        Ownership ring = Placement.RING.place(nothing(FIRST), equal(FIRST));
        for (int shards = FIRST + 1; shards <= LAST; shards++) {
            double part = (double) KeySlot.SLOTS / shards;
            Ownership nextBalanced = Placement.BALANCED.place(with(balanced, shards), equal(shards));
            Ownership nextRing = Placement.RING.place(with(ring, shards), equal(shards));
            int balancedMoves = MovePlan.between(balanced, nextBalanced).slots();
            int ringMoves = MovePlan.between(ring, nextRing).slots();

            assertThat(balancedMoves).isEqualTo((int) part);
            assertThat(ringMoves / part).isBetween(0.8, 1.2);
            balanced = nextBalanced;
            ring = nextRing;
            if (SHOWN.contains(shards)) {
                table.add(
                        "| " + shards + " | " + cells(balancedMoves, balanced) + " | " + cells(ringMoves, ring) + " |");
            }
        }
        assertThat(Files.readAllLines(Path.of("../docs/placement.md"))).containsSequence(table);
    }

    @Test
    void theRingComesBackToWhereItWas() {
        Ownership four = Placement.RING.place(nothing(4), equal(4));
        for (int lost = 0; lost < 4; lost++) {
            Map<String, Double> without = new HashMap<>(equal(4).weights());
            without.put("s" + (lost + 1), 0.0);
            Ownership three =
                    Placement.RING.place(four, ShardWeights.of(four.shards().keySet(), without));

            assertThat(MovePlan.between(four, three).slots()).isLessThan((int) (1.5 * KeySlot.SLOTS / 4));
            assertThat(Placement.RING.place(three, equal(4))).isEqualTo(four);
        }
    }

    private static String cells(int moves, Ownership after) {
        IntSummaryStatistics counts =
                after.shards().values().stream().mapToInt(SlotSet::size).summaryStatistics();
        return String.format(
                Locale.ROOT,
                "%d | %.2f | %d to %d | %d",
                moves,
                moves * after.shards().size() / (double) KeySlot.SLOTS,
                counts.getMin(),
                counts.getMax(),
                after.fragments());
    }

    private static Ownership nothing(int shards) {
        Map<String, SlotSet> slots = new TreeMap<>();
        IntStream.rangeClosed(1, shards).forEach(i -> slots.put("s" + i, SlotSet.empty()));
        slots.put("s1", SlotSet.all());
        return Ownership.of(slots);
    }

    private static Ownership with(Ownership ownership, int shard) {
        Map<String, SlotSet> slots = new TreeMap<>(ownership.shards());
        slots.put("s" + shard, SlotSet.empty());
        return Ownership.of(slots);
    }

    private static ShardWeights equal(int shards) {
        return ShardWeights.equal(nothing(shards).shards().keySet());
    }
}
