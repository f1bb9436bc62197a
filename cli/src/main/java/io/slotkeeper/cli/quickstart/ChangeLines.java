package io.slotkeeper.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.client.SlotStream;
import io.slotkeeper.cli.command.ChangeView;
import io.slotkeeper.cli.process.StopSignal;

/** Prints every change of the slot map as lines, where there is no terminal to draw on. */
final class ChangeLines {
    private final CoordinatorClient client;
    private final Narrator narrator;

    ChangeLines(CoordinatorClient client, Narrator narrator) {
        this.client = client;
        this.narrator = narrator;
    }

    /** Blocks until the signal comes. */
    void follow(StopSignal signal) {
        Thread reader = new Thread(() -> read(signal), "quickstart-changes");
        reader.setDaemon(true);
        reader.start();
        signal.await();
    }

    private void read(StopSignal signal) {
        try {
            new SlotStream(client, -1, notice -> tellUnlessStopped(signal, notice))
                    .follow((frame, text) -> print(frame), signal::isStopped);
        } catch (CommandFailure e) {
            tellUnlessStopped(signal, "changes are not shown any more: " + e.getMessage());
        }
    }

    private void print(JsonNode frame) {
        if (frame.path("type").asText().equals("change")) {
            ChangeView.lines(narrator.terminal(), frame).lines().forEach(narrator::line);
        }
    }

    private void tellUnlessStopped(StopSignal signal, String text) {
        if (!signal.isStopped()) {
            narrator.tell(text);
        }
    }
}
