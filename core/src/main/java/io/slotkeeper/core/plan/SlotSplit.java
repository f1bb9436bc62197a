package io.slotkeeper.core.plan;

import io.slotkeeper.core.slot.KeySlot;
import io.slotkeeper.core.slot.SlotRange;
import java.util.ArrayList;
import java.util.List;

/** Splits all slots into consecutive ranges whose sizes differ by at most one. Pure. */
public final class SlotSplit {
    private SlotSplit() {}

    /**
     * The ranges in ascending order; together they cover every slot once.
     *
     * @param parts 1 to 16384
     */
    public static List<SlotRange> even(int parts) {
        if (parts < 1 || parts > KeySlot.SLOTS) {
            throw new IllegalArgumentException("cannot split 16384 slots into " + parts + " parts");
        }
        List<SlotRange> ranges = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            ranges.add(new SlotRange(boundary(i, parts), boundary(i + 1, parts) - 1));
        }
        return ranges;
    }

    private static int boundary(int i, int parts) {
        return (int) ((long) KeySlot.SLOTS * i / parts);
    }
}
