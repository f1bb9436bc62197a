package io.slotkeeper.core.map;

import static io.slotkeeper.core.fixture.Samples.id;
import static io.slotkeeper.core.fixture.Samples.node;
import static io.slotkeeper.core.fixture.Samples.s1;
import static io.slotkeeper.core.fixture.Samples.s2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.core.slot.KeySlot;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SlotMapTest {
    private final SlotMap two = SlotMap.empty().apply(delta(1, s1(), s2()));

    @Test
    void aChangeMustBeTheNextVersion() {
        assertThatThrownBy(() -> two.apply(delta(1, s1()))).hasMessageContaining("change 1 does not follow version 1");
        assertThatThrownBy(() -> two.apply(delta(3, s1()))).hasMessageContaining("ask for a snapshot");
        assertThat(two.apply(delta(2)).version()).isEqualTo(2);
    }

    @Test
    void aSlotHasOneOwner() {
        Shard greedy = withSlots(s2(), SlotSet.parse("8191-16383"));
        assertThatThrownBy(() -> two.apply(delta(2, greedy)))
                .hasMessageContaining("slot 8191 has two owners: s1 and s2");
        assertThatThrownBy(() -> SlotMap.of(1, List.of(s1(), s1()), List.of())).hasMessageContaining("s1 stands twice");
    }

    @Test
    void theMapBeforeAChangeIsUntouched() {
        SlotMap next = two.apply(delta(2, s1().withPrimary(id(2), 2)));

        assertThat(two.shard("s1").orElseThrow().epoch()).isEqualTo(1);
        assertThat(next.shard("s1").orElseThrow().epoch()).isEqualTo(2);
        assertThat(next.ownerOf(0)).isEqualTo(next.shard("s1"));
    }

    @Test
    void removedShardsTakeTheirSlotsAlong() {
        SlotMap next = two.apply(new SlotMapDelta(2, "TEST", List.of(), List.of("s2")));

        assertThat(next.coversAllSlots()).isFalse();
        assertThat(next.ownerOf(8192)).isEmpty();
        assertThat(next.shardOf(id(4))).isEmpty();
        assertThat(two.coversAllSlots()).isTrue();
    }

    @Property(tries = 200)
    void applyingADeltaIsTheSameAsBuildingTheMapAnew(@ForAll @IntRange(max = 16383) int boundary) {
        Shard first = withSlots(s1(), SlotSet.all().minus(from(boundary)));
        Shard second = withSlots(s2(), from(boundary));

        SlotMap applied = two.apply(delta(2, first, second));

        assertThat(applied).isEqualTo(SlotMap.of(2, List.of(second, first), List.of()));
        for (int slot = 0; slot < KeySlot.SLOTS; slot += 97) {
            int wanted = slot;
            Optional<Shard> owner = applied.shards().stream()
                    .filter(s -> s.slots().contains(wanted))
                    .findFirst();
            assertThat(applied.ownerOf(slot)).isEqualTo(owner);
        }
    }

    @Test
    void shardIdsAreOrderedAsPeopleCount() {
        assertThat(Stream.of("s10", "s2", "s1").sorted(ShardIdOrder.INSTANCE)).containsExactly("s1", "s2", "s10");
    }

    @Test
    void aPromotionSwapsPrimaryAndReplica() {
        Shard after = s1().withPrimary(id(3), 7);

        assertThat(after.primary()).isEqualTo(node(3));
        assertThat(after.replicas()).containsExactly(node(1), node(2));
        assertThat(after.epoch()).isEqualTo(7);
        assertThat(after.state()).isEqualTo(ShardState.ACTIVE);
        assertThatThrownBy(() -> s1().withPrimary(id(4), 2)).hasMessageContaining("is not a replica of shard s1");
    }

    private static SlotSet from(int slot) {
        return SlotSet.parse(slot + "-16383");
    }

    private static Shard withSlots(Shard s, SlotSet slots) {
        return new Shard(s.id(), s.epoch(), slots, s.state(), s.primary(), s.replicas());
    }

    private static SlotMapDelta delta(long version, Shard... shards) {
        return new SlotMapDelta(version, "TEST", List.of(shards), List.of());
    }
}
