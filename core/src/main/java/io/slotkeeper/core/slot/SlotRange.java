package io.slotkeeper.core.slot;

/**
 * A run of consecutive slots, both ends included.
 *
 * @param first 0 to 16383
 * @param last 0 to 16383, not before {@code first}
 */
public record SlotRange(int first, int last) {
    public SlotRange {
        checkSlot(first);
        checkSlot(last);
        if (last < first) {
            throw new IllegalArgumentException(
                    "slot range " + first + "-" + last + " ends before it starts; write it as " + last + "-" + first);
        }
    }

    /** The range of one slot. */
    public static SlotRange of(int slot) {
        return new SlotRange(slot, slot);
    }

    /**
     * Parses {@code "7"} or {@code "0-5460"}.
     *
     * @throws IllegalArgumentException if the text is not a range of slots
     */
    public static SlotRange parse(String text) {
        int dash = text.indexOf('-');
        try {
            return dash < 0
                    ? of(Integer.parseInt(text))
                    : new SlotRange(
                            Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a slot or slot range; write a number from 0 to 16383, or FIRST-LAST", e);
        }
    }

    /** Number of slots, at least 1. */
    public int size() {
        return last - first + 1;
    }

    /**
     * Checks that a number is a slot.
     *
     * @return the slot
     * @throws IllegalArgumentException if it is not within 0 to 16383
     */
    public static int checkSlot(int slot) {
        if (slot < 0 || slot >= KeySlot.SLOTS) {
            throw new IllegalArgumentException("slot " + slot + " does not exist; slots are 0 to 16383");
        }
        return slot;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
