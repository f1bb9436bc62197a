package io.slotkeeper.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * A table of text with a heading. Never wider than {@link #MAX_WIDTH}: when the contents are, the widest columns are
 * narrowed and their texts wrapped, between words first and inside them only when that is not enough. Used by one thread.
 */
public final class Table {
    /** Columns of the narrowest terminal that everything fits. */
    public static final int MAX_WIDTH = 100;

    private static final int GAP = 2;
    private static final int NARROWEST = 6;

    private final List<String> headings;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** A heading that ends in {@code >} aligns its column to the right. */
    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has another number of cells than the heading
     */
    public Table row(Cell... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells does not fit " + headings.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Whether it has no rows. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, with colours when {@code ansi} is on. Ends with a line break; a table without rows is empty. */
    public String render(Ansi ansi) {
        return render(ansi, MAX_WIDTH);
    }

    /** As above, for a screen of this many columns; a very narrow one is exceeded. */
    public String render(Ansi ansi, int columns) {
        if (rows.isEmpty()) {
            return "";
        }
        int[] widths = widths(columns);
        StringBuilder out = new StringBuilder();
        appendRow(
                out,
                headings.stream().map(h -> Cell.of(title(h), Style.HEADING)).toList(),
                widths,
                ansi);
        rows.forEach(row -> appendRow(out, row, widths, ansi));
        return out.toString();
    }

    private void appendRow(StringBuilder out, List<Cell> row, int[] widths, Ansi ansi) {
        List<List<String>> wrapped = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            wrapped.add(TextWrap.lines(row.get(i).text(), widths[i]));
        }
        int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
        for (int line = 0; line < height; line++) {
            out.append(line(row, wrapped, line, widths, ansi)).append('\n');
        }
    }

    private String line(List<Cell> row, List<List<String>> wrapped, int line, int[] widths, Ansi ansi) {
        StringBuilder out = new StringBuilder();
        int pending = 0;
        for (int i = 0; i < row.size(); i++) {
            String text = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
            int padding = widths[i] - TextWrap.length(text);
            int before = rightAligned(i) ? padding : 0;
            if (!text.isEmpty()) {
                out.append(" ".repeat(pending + before))
                        .append(Paint.apply(ansi, row.get(i).style(), text));
                pending = padding - before;
            } else {
                pending += padding;
            }
            pending += GAP;
        }
        return out.toString();
    }

    private boolean rightAligned(int column) {
        return headings.get(column).endsWith(">");
    }

    private static String title(String heading) {
        return heading.endsWith(">") ? heading.substring(0, heading.length() - 1) : heading;
    }

    private int[] widths(int columns) {
        int[] widths = new int[headings.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    title(headings.get(i)).length(),
                    rows.stream()
                            .mapToInt(row -> TextWrap.length(row.get(column).text()))
                            .max()
                            .orElse(0));
        }
        narrow(widths, longestWords(), columns);
        narrow(widths, new int[widths.length], columns);
        return widths;
    }

    private int[] longestWords() {
        int[] words = new int[headings.size()];
        for (List<Cell> row : rows) {
            for (int i = 0; i < words.length; i++) {
                for (String word : row.get(i).text().split(" ", -1)) {
                    words[i] = Math.max(words[i], TextWrap.length(word));
                }
            }
        }
        return words;
    }

    /** Takes single characters from what is the widest column then: so the others stay whole as long as possible. */
    private static void narrow(int[] widths, int[] least, int columns) {
        while (Arrays.stream(widths).sum() + GAP * (widths.length - 1) > columns) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > Math.max(NARROWEST, least[i]) && (widest < 0 || widths[i] >= widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }
}
