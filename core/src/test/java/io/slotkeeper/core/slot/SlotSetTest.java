package io.slotkeeper.core.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotSetTest {

    @Property(tries = 300)
    void behavesAsASetOfNumbers(
            @ForAll Set<@IntRange(max = 16383) Integer> a, @ForAll Set<@IntRange(max = 16383) Integer> b) {
        SlotSet x = setOf(a);
        SlotSet y = setOf(b);
        Set<Integer> union = new TreeSet<>(a);
        union.addAll(b);
        Set<Integer> minus = new TreeSet<>(a);
        minus.removeAll(b);
        Set<Integer> both = new TreeSet<>(a);
        both.retainAll(b);

        assertThat(x.union(y)).isEqualTo(setOf(union)).isEqualTo(y.union(x));
        assertThat(x.minus(y)).isEqualTo(setOf(minus));
        assertThat(x.intersect(y)).isEqualTo(setOf(both)).isEqualTo(x.minus(x.minus(y)));
        assertThat(x.intersects(y)).isEqualTo(!both.isEmpty());
        assertThat(x.containsAll(y)).isEqualTo(a.containsAll(b));
        assertThat(x.size()).isEqualTo(a.size());
        assertThat(x.stream().boxed().collect(Collectors.toSet())).isEqualTo(a);
        assertThat(x.hashCode()).isEqualTo(setOf(a).hashCode());
    }

    @Property(tries = 300)
    void rangesAreFewestAndTextIsReadBack(@ForAll Set<@IntRange(max = 400) Integer> slots) {
        SlotSet set = setOf(slots);
        List<SlotRange> ranges = set.ranges();
        for (int i = 1; i < ranges.size(); i++) {
            assertThat(ranges.get(i).first()).isGreaterThan(ranges.get(i - 1).last() + 1);
        }
        assertThat(SlotSet.of(ranges)).isEqualTo(set);
        assertThat(SlotSet.parse(set.toString())).isEqualTo(set);
    }

    @Test
    void allAndEmptyAreWhatTheySay() {
        assertThat(SlotSet.all()).hasToString("0-16383");
        assertThat(SlotSet.all().size()).isEqualTo(16384);
        assertThat(SlotSet.empty().isEmpty()).isTrue();
        assertThat(SlotSet.empty().first()).isEqualTo(-1);
        assertThat(SlotSet.parse(" 5 , 1-2\t9 ")).hasToString("1-2,5,9");
    }

    @ParameterizedTest
    @CsvSource({
        "16384, slot 16384 does not exist; slots are 0 to 16383",
        "-1, 'is not a slot or slot range; write a number from 0 to 16383, or FIRST-LAST'",
        "x, 'x' is not a slot or slot range",
        "5-3, slot range 5-3 ends before it starts; write it as 3-5",
        "1-2-3, is not a slot or slot range",
        "99999999999, is not a slot or slot range"
    })
    void badTextIsNamed(String text, String message) {
        assertThatThrownBy(() -> SlotSet.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static SlotSet setOf(Set<Integer> slots) {
        return SlotSet.of(slots.stream().map(SlotRange::of).toList());
    }
}
