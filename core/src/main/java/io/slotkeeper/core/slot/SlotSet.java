package io.slotkeeper.core.slot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An immutable set of slots. Safe for any thread. */
public final class SlotSet {
    private static final SlotSet EMPTY = new SlotSet(new BitSet());
    private static final SlotSet ALL = of(new SlotRange(0, KeySlot.SLOTS - 1));

    private final BitSet bits;

    private SlotSet(BitSet bits) {
        this.bits = bits;
    }

    public static SlotSet empty() {
        return EMPTY;
    }

    /** All 16384 slots. */
    public static SlotSet all() {
        return ALL;
    }

    public static SlotSet of(SlotRange... ranges) {
        return of(Arrays.asList(ranges));
    }

    /** The union of the ranges, which may overlap. */
    public static SlotSet of(Collection<SlotRange> ranges) {
        BitSet bits = new BitSet(KeySlot.SLOTS);
        for (SlotRange range : ranges) {
            bits.set(range.first(), range.last() + 1);
        }
        return new SlotSet(bits);
    }

    /** The set of the slots of a stream, which may repeat some. */
    public static SlotSet ofSlots(IntStream slots) {
        BitSet bits = new BitSet(KeySlot.SLOTS);
        slots.forEach(slot -> bits.set(SlotRange.checkSlot(slot)));
        return new SlotSet(bits);
    }

    /**
     * Parses what {@link #toString()} prints: ranges joined by commas or spaces, or nothing for the empty set.
     *
     * @throws IllegalArgumentException if the text is not a list of slot ranges
     */
    public static SlotSet parse(String text) {
        String trimmed = text.trim();
        return trimmed.isEmpty()
                ? EMPTY
                : of(Arrays.stream(trimmed.split("[,\\s]+"))
                        .map(SlotRange::parse)
                        .toList());
    }

    public boolean contains(int slot) {
        return bits.get(SlotRange.checkSlot(slot));
    }

    public boolean isEmpty() {
        return bits.isEmpty();
    }

    /** Number of slots, 0 to 16384. */
    public int size() {
        return bits.cardinality();
    }

    /** The lowest slot, or -1 when the set is empty. */
    public int first() {
        return bits.nextSetBit(0);
    }

    public boolean intersects(SlotSet other) {
        return bits.intersects(other.bits);
    }

    public boolean containsAll(SlotSet other) {
        return other.minus(this).isEmpty();
    }

    public SlotSet union(SlotSet other) {
        BitSet result = (BitSet) bits.clone();
        result.or(other.bits);
        return new SlotSet(result);
    }

    public SlotSet minus(SlotSet other) {
        BitSet result = (BitSet) bits.clone();
        result.andNot(other.bits);
        return new SlotSet(result);
    }

    public SlotSet intersect(SlotSet other) {
        BitSet result = (BitSet) bits.clone();
        result.and(other.bits);
        return new SlotSet(result);
    }

    /** The slots in ascending order. */
    public IntStream stream() {
        return bits.stream();
    }

    /** The fewest ranges that make up this set, in ascending order. */
    public List<SlotRange> ranges() {
        List<SlotRange> ranges = new ArrayList<>();
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int end = bits.nextClearBit(first);
            ranges.add(new SlotRange(first, end - 1));
            first = bits.nextSetBit(end);
        }
        return ranges;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlotSet that && bits.equals(that.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    @Override
    public String toString() {
        return ranges().stream().map(SlotRange::toString).collect(Collectors.joining(","));
    }
}
