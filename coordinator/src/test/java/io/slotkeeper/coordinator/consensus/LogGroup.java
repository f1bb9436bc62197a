package io.slotkeeper.coordinator.consensus;

import io.slotkeeper.core.record.DecisionNoted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Members of one group in this JVM, on free ports and with directories of their own. */
final class LogGroup implements AutoCloseable {
    /** As if all had been there and agreed. */
    static final Admission FORMED = Admission.alone("test");

    private final TreeMap<String, String> peers = new TreeMap<>();
    private final Path directory;
    private final ConsensusTuning tuning;
    final Map<String, RatisConsensusLog> running = new HashMap<>();
    final Map<String, RecordingListener> listeners = new HashMap<>();

    LogGroup(Path directory, int size, ConsensusTuning tuning) {
        this.directory = directory;
        this.tuning = tuning;
        for (int i = 1; i <= size; i++) {
            peers.put("c" + i, "127.0.0.1:" + freePort());
        }
    }

    ConsensusOptions options(String id) {
        return new ConsensusOptions(id, peers, directory.resolve(id));
    }

    RatisConsensusLog start(String id) {
        RecordingListener listener = new RecordingListener();
        listeners.put(id, listener);
        RatisConsensusLog log = RatisConsensusLog.open(options(id), FORMED, listener, tuning);
        running.put(id, log);
        return log;
    }

    /** Starts one with an empty directory that is to stand in for a lost one. */
    RatisConsensusLog startReplacement(String id) {
        RecordingListener listener = new RecordingListener();
        Admission replacing = candidate -> candidate.enter("test", Admission.Standing.REPLACING);
        RatisConsensusLog log = RatisConsensusLog.open(options(id), replacing, listener, tuning);
        register(id, listener, log);
        return log;
    }

    /** One that runs and is none of these. */
    String followerOf(String... others) {
        return running.keySet().stream()
                .filter(id -> !List.of(others).contains(id))
                .findFirst()
                .orElseThrow();
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    LogGroup startAll() {
        // At the same time: the first would otherwise wait for the others.
        CompletableFuture.allOf(peers.keySet().stream()
                        .map(id -> CompletableFuture.supplyAsync(() -> {
                            RecordingListener listener = new RecordingListener();
                            return Map.entry(
                                    id,
                                    Map.entry(listener, RatisConsensusLog.open(options(id), FORMED, listener, tuning)));
                        }))
                        .map(started -> started.thenAccept(entry -> register(
                                entry.getKey(),
                                entry.getValue().getKey(),
                                entry.getValue().getValue())))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
        return this;
    }

    private synchronized void register(String id, RecordingListener listener, RatisConsensusLog log) {
        listeners.put(id, listener);
        running.put(id, log);
    }

    void stop(String id) {
        running.remove(id).close();
    }

    String awaitLeader() {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20))
                .until(this::leaderId, id -> !id.isEmpty());
    }

    private String leaderId() {
        return running.entrySet().stream()
                .filter(e -> e.getValue().isLeader())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** Commits {@code count} records. */
    static void commit(ConsensusLog log, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            log.propose(note(i)).toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    static DecisionNoted note(int number) {
        return new DecisionNoted("s1", "NOTE", "note " + number, number);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        running.values().forEach(RatisConsensusLog::close);
    }
}
