package io.slotkeeper.cli.output;

/** What a cell means; colours follow from it. Names are picocli's markup. */
public enum Style {
    PLAIN(""),
    HEADING("bold"),
    GOOD("green"),
    WARNING("yellow"),
    BAD("red"),
    FAINT("faint");

    private final String markup;

    Style(String markup) {
        this.markup = markup;
    }

    String markup() {
        return markup;
    }
}
