package io.slotkeeper.cli.quickstart;

import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Terminal;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what the quickstart does: as lines, or into the live view while one is open. Thread-safe. */
final class Narrator {
    private static final Logger LOG = LoggerFactory.getLogger(Narrator.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final int KEPT = 5;

    private final Terminal terminal;
    private final Deque<String> recent = new ArrayDeque<>();
    private boolean live;

    Narrator(Terminal terminal) {
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    /** A line with the time; kept for the live view when that is open. */
    synchronized void tell(String text) {
        LOG.info("{}", text);
        line(terminal.paint(Style.FAINT, TIME.format(LocalTime.now(ZoneId.systemDefault()))) + "  " + text);
    }

    /** A line as it is. */
    synchronized void line(String text) {
        if (live) {
            recent.addLast(text);
            if (recent.size() > KEPT) {
                recent.removeFirst();
            }
        } else {
            terminal.line(text);
        }
    }

    /** From now on lines are kept instead of printed, or printed again. */
    synchronized void live(boolean open) {
        live = open;
    }

    /** The last few lines told while live. */
    synchronized List<String> recent() {
        return List.copyOf(recent);
    }
}
