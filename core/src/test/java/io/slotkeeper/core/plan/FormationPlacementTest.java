package io.slotkeeper.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FormationPlacementTest {

    @Property(tries = 200)
    void slotsAreSplitEvenlyAndCoveredOnce(@ForAll @IntRange(min = 1, max = 500) int parts) {
        List<SlotRange> ranges = SlotSplit.even(parts);
        IntSummaryStatistics sizes = ranges.stream().mapToInt(SlotRange::size).summaryStatistics();

        assertThat(SlotSet.of(ranges)).isEqualTo(SlotSet.all());
        assertThat(sizes.getSum()).isEqualTo(16384);
        assertThat(sizes.getMax() - sizes.getMin()).isLessThanOrEqualTo(1);
    }

    @Property(tries = 200)
    void balancedHostsNeverHoldTwoNodesOfAShard(
            @ForAll @IntRange(min = 1, max = 12) int shards,
            @ForAll @IntRange(max = 3) int replicas,
            @ForAll @IntRange(max = 3) int spareHosts,
            @ForAll long seed) {
        int hosts = 1 + replicas + spareHosts;
        List<Node> nodes = nodes(shards * (1 + replicas), hosts);
        ClusterSettings settings = new ClusterSettings(shards, replicas);
        List<Node> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled, new Random(seed));

        List<Shard> plan = FormationPlacement.plan(settings, shuffled);

        assertThat(plan).isEqualTo(FormationPlacement.plan(settings, nodes));
        assertThat(plan.stream().flatMap(Shard::nodes)).doesNotHaveDuplicates().hasSize(nodes.size());
        for (Shard shard : plan) {
            assertThat(shard.nodes().map(Node::host))
                    .as("hosts of " + shard.id())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void tooFewNodesAreRefusedAndTooManyStaySpare() {
        assertThatThrownBy(() -> FormationPlacement.plan(new ClusterSettings(2, 1), nodes(3, 3)))
                .hasMessageContaining("4 nodes are needed, 3 are there");
        assertThat(FormationPlacement.plan(new ClusterSettings(2, 0), nodes(12, 3)).stream()
                        .flatMap(Shard::nodes)
                        .map(Node::agent))
                .containsExactlyInAnyOrder("a1", "a2");
    }

    @Test
    void namesAreOrderedAsPeopleCount() {
        assertThat(Stream.of("a10", "a2", "b1", "a1", "a").sorted(NaturalOrder.INSTANCE))
                .containsExactly("a", "a1", "a2", "a10", "b1");
    }

    private static List<Node> nodes(int count, int hosts) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            int host = i % hosts;
            nodes.add(new Node(Samples.id(i), "10.0.0." + host, 6000 + i, 16000 + i, "z" + host % 3, "a" + i));
        }
        return nodes;
    }
}
