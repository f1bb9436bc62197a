package io.slotkeeper.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.command.HistoryView;
import io.slotkeeper.cli.command.NodesView;
import io.slotkeeper.cli.command.StatusView;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.process.StopSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.terminal.Size;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shards, nodes and the last events, drawn over themselves below what was printed before. Used by one thread. */
final class LiveView {
    private static final Logger LOG = LoggerFactory.getLogger(LiveView.class);
    private static final long REFRESH_MILLIS = 500;
    private static final int HISTORY = 8;
    /** Wide enough that every entry is one line, of which the screen shows the beginning. */
    private static final int HISTORY_WIDTH = 1000;
    /** Two empty lines between the parts and the line of the cursor. */
    private static final int SEPARATORS = 3;

    private final CoordinatorClient client;
    private final Narrator narrator;
    private final org.jline.terminal.Terminal screen;
    private final Display display;

    private LiveView(CoordinatorClient client, Narrator narrator, org.jline.terminal.Terminal screen) {
        this.client = client;
        this.narrator = narrator;
        this.screen = screen;
        this.display = new Display(screen, false);
    }

    /** Draws until the signal comes; false, at once, when there is no terminal to draw on. */
    static boolean open(CoordinatorClient client, Narrator narrator, StopSignal signal) {
        try (org.jline.terminal.Terminal screen = TerminalBuilder.builder()
                .system(true)
                .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                .dumb(true)
                .nativeSignals(false)
                .build()) {
            if (screen.getType().startsWith(org.jline.terminal.Terminal.TYPE_DUMB)) {
                return false;
            }
            narrator.live(true);
            new LiveView(client, narrator, screen).drawUntil(signal);
            return true;
        } catch (IOException e) {
            LOG.warn("no live view on this terminal", e);
            return false;
        } finally {
            narrator.live(false);
        }
    }

    private void drawUntil(StopSignal signal) {
        Size last = null;
        while (!signal.isStopped()) {
            Size size = screen.getSize();
            if (size.getColumns() > 0 && size.getRows() > 0) {
                if (!size.equals(last)) {
                    startAgain();
                    last = size;
                }
                display.resize(size);
                display.update(fit(lines(size), size), 0);
            }
            pause(signal);
        }
        display.update(List.of(), 0);
    }

    /** The terminal has moved what it showed: nothing of it can be reused. */
    private void startAgain() {
        display.reset();
        screen.puts(InfoCmp.Capability.carriage_return);
        screen.puts(InfoCmp.Capability.clr_eos);
    }

    /** What does not fit is cut off, below and at the right. */
    private static List<AttributedString> fit(List<String> lines, Size size) {
        return lines.stream()
                .limit(Math.max(1, size.getRows() - 1L))
                .map(line -> AttributedString.fromAnsi(line).columnSubSequence(0, size.getColumns()))
                .toList();
    }

    /** The cluster as it is now, then as much of what happened as there is room for, the newest last. */
    private List<String> lines(Size size) {
        List<String> lines = new ArrayList<>(List.of(""));
        List<String> history = new ArrayList<>();
        try {
            addCluster(lines, size.getColumns());
            JsonNode entries = Json.parse(client.get("/v1/history?limit=" + HISTORY));
            history.addAll(rows(HistoryView.brief(entries), HISTORY_WIDTH));
        } catch (CommandFailure e) {
            lines.add(e.getMessage());
        }
        List<String> told = narrator.recent();
        int room = size.getRows() - lines.size() - told.size() - SEPARATORS;
        // The heading and one entry are the least that says something.
        if (history.size() > 1 && room > 1) {
            lines.add("");
            lines.add(history.get(0));
            lines.addAll(history.subList(Math.max(1, history.size() - room + 1), history.size()));
        }
        if (!told.isEmpty()) {
            lines.add("");
            lines.addAll(told);
        }
        return lines;
    }

    private void addCluster(List<String> lines, int columns) {
        JsonNode status = Json.parse(client.get("/v1/status"));
        int width = Math.min(columns, Table.MAX_WIDTH);
        StatusView.head(narrator.terminal(), status, width).lines().forEach(lines::add);
        lines.addAll(rows(StatusView.shards(status), width));
        lines.add("");
        lines.addAll(rows(NodesView.table(Json.parse(client.get("/v1/nodes"))), width));
    }

    private List<String> rows(Table table, int width) {
        return table.render(narrator.terminal().ansi(), width).lines().toList();
    }

    private static void pause(StopSignal signal) {
        try {
            signal.received().get(REFRESH_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The normal case: nobody stopped it, so it is time to draw again.
            LOG.trace("refresh", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a stop signal cannot fail", e);
        }
    }
}
