package io.slotkeeper.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Follows {@code /v1/slots/stream} for ever: on a closed or silent connection it goes on at the next coordinator with
 * {@code since}, so that no version is missed or seen twice. Used by one thread.
 */
public final class SlotStream {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CoordinatorClient client;
    private final Consumer<String> notices;
    private long version;
    private int next;
    private boolean everConnected;

    /**
     * Nothing is connected yet.
     *
     * @param since version after which changes are wanted; -1 for a snapshot first
     * @param notices gets sentences about lost and regained connections
     */
    public SlotStream(CoordinatorClient client, long since, Consumer<String> notices) {
        this.client = client;
        this.version = since;
        this.notices = notices;
    }

    /**
     * Calls back with every frame, parsed and as it came, until told to stop. Blocks.
     *
     * @param frames runs on the calling thread
     * @param stopped asked after every frame and twice a second
     * @throws CommandFailure if no coordinator answers at the very first attempt
     */
    public void follow(BiConsumer<JsonNode, String> frames, BooleanSupplier stopped) {
        Duration pause = FIRST_PAUSE;
        while (!stopped.getAsBoolean()) {
            if (connectOnce(frames, stopped)) {
                pause = FIRST_PAUSE;
            }
            if (stopped.getAsBoolean()) {
                return;
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** One round over the coordinators, beginning with the next one; true when one of them took the connection. */
    private boolean connectOnce(BiConsumer<JsonNode, String> frames, BooleanSupplier stopped) {
        List<String> failures = new ArrayList<>();
        List<URI> all = client.coordinators();
        for (int tried = 0; tried < all.size(); tried++) {
            URI coordinator = all.get(next);
            next = (next + 1) % all.size();
            FrameQueue queue = new FrameQueue();
            try {
                WebSocket socket = open(coordinator, queue);
                everConnected = true;
                drain(coordinator, queue, frames, stopped);
                socket.abort();
                return true;
            } catch (CompletionException e) {
                failures.add(coordinator + " (" + Reachability.reason(e.getCause()) + ")");
            }
        }
        if (!everConnected) {
            throw Reachability.none(failures);
        }
        return false;
    }

    private WebSocket open(URI coordinator, FrameQueue queue) {
        String query = version < 0 ? "" : "?since=" + version;
        return client.http()
                .newWebSocketBuilder()
                .subprotocols("slotkeeper.v1.json")
                .connectTimeout(CONNECT_TIMEOUT)
                .buildAsync(Addresses.webSocket(coordinator, "/v1/slots/stream" + query), queue)
                .join();
    }

    private void drain(
            URI coordinator, FrameQueue queue, BiConsumer<JsonNode, String> frames, BooleanSupplier stopped) {
        while (!stopped.getAsBoolean()) {
            FrameQueue.Item item = queue.poll();
            if (item == null) {
                continue;
            }
            if (item.end()) {
                notices.accept("stream from " + coordinator + " ended (" + item.text()
                        + "); reconnecting since version " + version);
                return;
            }
            deliver(item.text(), frames);
        }
    }

    private void deliver(String text, BiConsumer<JsonNode, String> frames) {
        try {
            JsonNode frame = JSON.readTree(text);
            version = frame.path("version").asLong(version);
            frames.accept(frame, text);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "The stream sent something that is not JSON. Check that --coordinator names a Slotkeeper"
                            + " coordinator.",
                    e);
        }
    }

    private static void sleep(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted.", e);
        }
    }
}
