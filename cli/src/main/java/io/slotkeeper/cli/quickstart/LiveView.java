package io.slotkeeper.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.command.HistoryView;
import io.slotkeeper.cli.command.NodesView;
import io.slotkeeper.cli.command.StatusView;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Terminal;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shards, nodes and the last events, drawn over themselves below what was printed before. Used by one thread. */
final class LiveView {
    private static final Logger LOG = LoggerFactory.getLogger(LiveView.class);
    private static final long REFRESH_MILLIS = 500;

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
        while (!signal.isStopped()) {
            Size size = screen.getSize();
            if (size.getColumns() > 0 && size.getRows() > 0) {
                display.resize(size);
                display.update(fit(lines(), size), 0);
            }
            pause(signal);
        }
        display.update(List.of(), 0);
    }

    /** What does not fit is cut off, below and at the right. */
    private static List<AttributedString> fit(List<String> lines, Size size) {
        return lines.stream()
                .limit(Math.max(1, size.getRows() - 1L))
                .map(line -> AttributedString.fromAnsi(line).columnSubSequence(0, size.getColumns()))
                .toList();
    }

    private List<String> lines() {
        Terminal terminal = narrator.terminal();
        List<String> lines = new ArrayList<>();
        lines.add("");
        try {
            JsonNode status = Json.parse(client.get("/v1/status"));
            StatusView.render(terminal, status).lines().forEach(lines::add);
            lines.add("");
            NodesView.render(terminal, Json.parse(client.get("/v1/nodes")).path("nodes"))
                    .lines()
                    .forEach(lines::add);
            lines.add("");
            HistoryView.render(terminal, Json.parse(client.get("/v1/history?limit=5")))
                    .lines()
                    .forEach(lines::add);
        } catch (CommandFailure e) {
            lines.add(e.getMessage());
        }
        lines.add("");
        lines.addAll(narrator.recent());
        return lines;
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
