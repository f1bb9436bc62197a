package io.slotkeeper.bench.failover;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.bench.cluster.Waiting;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.client.SlotStream;
import io.slotkeeper.cli.output.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.HostAndPort;

/**
 * A subscriber of the WebSocket stream on a thread of its own, from {@link #start} to {@link #close}. Checks that the
 * versions grow by one with every frame. Thread-safe.
 */
public final class StreamWatch implements AutoCloseable {
    private static final Duration FIRST_FRAME = Duration.ofSeconds(10);
    private static final long END_SECONDS = 5;

    private final SlotStream stream;
    private final Thread thread;
    private final List<Frame> frames = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private volatile boolean stopped;

    private record Frame(long arrivedNanos, JsonNode json) {
        boolean replaces(HostAndPort killed) {
            return Json.elements(json.path("shards"))
                    .anyMatch(shard -> !isAt(shard.path("primary"), killed)
                            && Json.elements(shard.path("replicas")).anyMatch(replica -> isAt(replica, killed)));
        }

        private static boolean isAt(JsonNode node, HostAndPort address) {
            return Json.address(node).equals(address.toString());
        }
    }

    private StreamWatch(CoordinatorClient client) {
        stream = new SlotStream(client, -1, this::fault);
        thread = new Thread(this::follow, "bench-stream");
        thread.setDaemon(true);
    }

    /** Subscribes and waits for the snapshot. */
    public static StreamWatch start(CoordinatorClient client) {
        StreamWatch watch = new StreamWatch(client);
        watch.thread.start();
        Waiting.until(
                () -> watch.count() > 0 ? Optional.empty() : Optional.of("waiting for the first frame"),
                "slot stream",
                FIRST_FRAME);
        return watch;
    }

    /**
     * How long after an instant the first change frame came that names another primary for the shard of a node.
     *
     * @param sinceNanos as from {@link System#nanoTime()}
     * @return nanoseconds; empty while none has come
     */
    synchronized Optional<Long> changeAfter(long sinceNanos, HostAndPort killed) {
        return frames.stream()
                .filter(frame -> frame.arrivedNanos() - sinceNanos > 0 && frame.replaces(killed))
                .map(frame -> frame.arrivedNanos() - sinceNanos)
                .findFirst();
    }

    /** Frames so far, the snapshot included. */
    public synchronized int count() {
        return frames.size();
    }

    /** The latest version seen. */
    public synchronized long version() {
        return frames.isEmpty() ? -1 : versionOf(frames.get(frames.size() - 1));
    }

    /** Gaps, repetitions, further snapshots and lost connections, one sentence each; none in a good run. */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            TimeUnit.SECONDS.timedJoin(thread, END_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try {
            stream.follow((json, text) -> take(new Frame(System.nanoTime(), json)), () -> stopped);
        } catch (RuntimeException e) {
            fault("the stream ended: " + e.getMessage());
        }
    }

    private synchronized void take(Frame frame) {
        if (!frames.isEmpty()) {
            check(version(), frame);
        }
        frames.add(frame);
    }

    private void check(long before, Frame frame) {
        String type = Json.text(frame.json().path("type"));
        if (!type.equals("change")) {
            fault("a " + type + " of version " + versionOf(frame) + " came after version " + before);
        } else if (versionOf(frame) != before + 1) {
            fault("version " + versionOf(frame) + " came after version " + before);
        }
    }

    private static long versionOf(Frame frame) {
        return frame.json().path("version").asLong(-1);
    }

    private synchronized void fault(String text) {
        if (!stopped) {
            faults.add(text);
        }
    }
}
