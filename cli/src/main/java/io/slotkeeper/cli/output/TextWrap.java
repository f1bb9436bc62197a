package io.slotkeeper.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Breaks texts into lines, at blanks where there are some. */
public final class TextWrap {
    private TextWrap() {}

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Lines of at most {@code width} characters; at least one line. */
    public static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (length(rest) > width) {
            int end = rest.offsetByCodePoints(0, width);
            int blank = rest.lastIndexOf(' ', end);
            int cut = blank > 0 ? blank : end;
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
