package io.slotkeeper.cli.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
final class NearestName {
    private NearestName() {}

    /** The known name with the fewest edits from the given one; empty when none is near. */
    static Optional<String> to(String given, Collection<String> known) {
        int limit = Math.max(2, given.length() / 3);
        return known.stream()
                .filter(name -> edits(given, name) <= limit)
                .min(Comparator.comparingInt((String name) -> edits(given, name))
                        .thenComparing(name -> name));
    }

    /** Levenshtein distance: insertions, deletions and replacements of one character. */
    static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
