package io.slotkeeper.cli.output;

/**
 * A piece of a table.
 *
 * @param text without colours; control characters are shown as {@code ?}, so that no name can command the terminal
 * @param style its meaning
 */
public record Cell(String text, Style style) {
    /** Replaces control characters. */
    public Cell {
        text = text.replaceAll("\\p{Cntrl}", "?");
    }

    /** Without a meaning. */
    public static Cell of(Object value) {
        return new Cell(String.valueOf(value), Style.PLAIN);
    }

    /** With a meaning. */
    public static Cell of(Object value, Style style) {
        return new Cell(String.valueOf(value), style);
    }
}
