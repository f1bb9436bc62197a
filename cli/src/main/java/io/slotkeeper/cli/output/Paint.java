package io.slotkeeper.cli.output;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** Puts colours around texts. Does not interpret markup inside them. */
public final class Paint {
    private Paint() {}

    /** The text, coloured when {@code ansi} is on. */
    public static String apply(Ansi ansi, io.slotkeeper.cli.output.Style style, String text) {
        if (!ansi.enabled() || style.markup().isEmpty() || text.isEmpty()) {
            return text;
        }
        IStyle[] styles = Style.parse(style.markup());
        return Style.on(styles) + text + Style.off(styles);
    }
}
