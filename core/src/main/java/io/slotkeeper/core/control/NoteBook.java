package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.AnalysisCode;
import io.slotkeeper.core.analysis.Finding;
import io.slotkeeper.core.control.Effect.Note.Level;
import io.slotkeeper.core.decide.Decision;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says each thing once: when a finding has lasted for {@link #LASTS_MILLIS}, when it is over, and when a reason not to act
 * is new. Findings that promote are told by the promotion itself.
 */
final class NoteBook {
    static final long LASTS_MILLIS = 1000;

    private final LoopContext context;
    private final Map<String, Map<AnalysisCode, Seen>> byShard = new HashMap<>();
    private final Map<String, String> lastSkips = new HashMap<>();

    /** A finding since when, and whether people were told. */
    private record Seen(long sinceNanos, boolean told) {}

    NoteBook(LoopContext context) {
        this.context = context;
    }

    void update(String shard, List<Finding> findings) {
        Map<AnalysisCode, Seen> seen = byShard.computeIfAbsent(shard, s -> new EnumMap<>(AnalysisCode.class));
        findings.stream().filter(f -> !promotes(f)).forEach(f -> remember(shard, seen, f));
        Set<AnalysisCode> over = EnumSet.noneOf(AnalysisCode.class);
        over.addAll(seen.keySet());
        over.removeAll(findings.stream().map(Finding::code).collect(Collectors.toSet()));
        over.forEach(code -> {
            if (seen.remove(code).told) {
                context.note(Level.INFO, shard, "RECOVERED", code + " is over for shard " + shard + ".");
            }
        });
    }

    private void remember(String shard, Map<AnalysisCode, Seen> seen, Finding finding) {
        Seen before = seen.computeIfAbsent(finding.code(), c -> new Seen(context.now.nanos(), false));
        if (!before.told && context.now.millisSince(before.sinceNanos) >= LASTS_MILLIS) {
            seen.put(finding.code(), new Seen(before.sinceNanos, true));
            context.note(Level.WARNING, shard, finding.code().name(), finding.text());
        }
    }

    void skipped(String shard, Decision decision) {
        if (decision instanceof Decision.Skip skip) {
            String text = skip.reason() + skip.finding().text();
            if (!text.equals(lastSkips.put(shard, text))) {
                context.note(Level.WARNING, shard, skip.reason().name(), skip.text());
            }
        } else {
            lastSkips.remove(shard);
        }
    }

    /** Says what would be done, were Slotkeeper in charge. */
    void watched(String shard, Decision decision) {
        if (decision instanceof Decision.Promote promote) {
            String text = promote.finding().text() + " " + promote.candidate().name()
                    + " would take over; Slotkeeper is not in charge and leaves it to the nodes.";
            if (!text.equals(lastSkips.put(shard, text))) {
                context.note(Level.WARNING, shard, "WOULD_PROMOTE", text);
            }
        } else {
            skipped(shard, decision);
        }
    }

    private static boolean promotes(Finding finding) {
        return finding.code().action().promotes();
    }

    void forget() {
        byShard.clear();
        lastSkips.clear();
    }
}
