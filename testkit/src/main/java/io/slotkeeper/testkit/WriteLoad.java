package io.slotkeeper.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;

/**
 * Threads that write unique keys as fast as they may and record every acknowledgement.
 *
 * <p>A writer follows MOVED and ASK, unless told otherwise. After any error it tries the same write again on another node about
 * 0.5 ms later, until it is acknowledged, so the time a write was blocked is the time its slot was not
 * writable. Repeating a write whose outcome is unknown is harmless here: nobody else writes the key. Thread-safe.
 */
public final class WriteLoad implements AutoCloseable {
    private static final long POLL_NANOS = 200_000;
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(30);

    private static final AtomicInteger NEXT_WRITER = new AtomicInteger();

    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final List<Writer> writers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private WriteLoad(WriteLoadOptions options) {
        int count = options.writers().count();
        int first = options.writers().first().orElseGet(() -> reserve(count));
        for (int i = 0; i < count; i++) {
            Writer writer = new Writer(first + i, options, errors);
            Thread thread = new Thread(writer, "write-load-" + i);
            thread.setDaemon(true);
            writers.add(writer);
            threads.add(thread);
        }
    }

    /** The first of so many indexes for writers that no other load of this JVM has; for a load of another process. */
    public static int reserve(int count) {
        return NEXT_WRITER.getAndAdd(count);
    }

    /** Starts the writers. */
    public static WriteLoad start(WriteLoadOptions options) {
        WriteLoad load = new WriteLoad(options);
        load.threads.forEach(Thread::start);
        return load;
    }

    /** Acknowledged writes until now. */
    public long acknowledged() {
        return writers.stream().mapToLong(Writer::acknowledged).sum();
    }

    /**
     * Waits for this many more acknowledged writes.
     *
     * @throws AssertionError if they do not come in time
     */
    public void awaitMore(long writes, Duration timeout) {
        long target = acknowledged() + writes;
        await(() -> acknowledged() >= target ? Optional.of(true) : Optional.empty(), timeout, writes + " more writes");
    }

    /**
     * Waits for a write to one of these slots that was sent and acknowledged after an instant; see
     * {@link History#firstAckSentAfter}.
     *
     * @throws AssertionError if none comes in time
     */
    public Ack awaitAckSentAfter(long nanoTime, IntPredicate slots, Duration timeout) {
        return await(
                () -> firstAckSentAfter(nanoTime, ack -> slots.test(ack.slot())),
                timeout,
                "a write after the given instant");
    }

    /**
     * Waits for a write to one of these slots that was sent after a node was killed, and acknowledged by another one: a
     * signal takes some microseconds to work, and a node may answer until then.
     *
     * @param killedAt {@link System#nanoTime()} just before the signal
     * @throws AssertionError if none comes in time
     */
    public Ack awaitAckOfAnother(HostAndPort killed, long killedAt, IntPredicate slots, Duration timeout) {
        return await(
                () -> firstAckSentAfter(
                        killedAt, ack -> slots.test(ack.slot()) && !ack.node().equals(killed)),
                timeout,
                "a write that another node than " + killed + " took");
    }

    /** What was recorded until now. */
    public History history() {
        List<Ack> acks = writers.stream()
                .flatMap(writer -> writer.acks().stream())
                .sorted(Comparator.comparingLong(ack -> ack.times().acked()))
                .toList();
        Map<String, Long> counts = errors.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum()));
        return new History(acks, counts);
    }

    /**
     * Stops the writers and returns all they recorded. A write that is blocked is given up.
     *
     * @throws IllegalStateException if a writer died of anything but an answer or silence of Redis
     */
    public History stop() {
        close();
        writers.forEach(Writer::rethrow);
        return history();
    }

    /** Stops the writers; harmless when stopped. */
    @Override
    public void close() {
        writers.forEach(Writer::stop);
        for (Thread thread : threads) {
            try {
                thread.join(JOIN_TIMEOUT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while stopping the write load", e);
            }
        }
    }

    private Optional<Ack> firstAckSentAfter(long nanoTime, Predicate<Ack> which) {
        return writers.stream()
                .flatMap(writer -> writer.firstAckSentAfter(nanoTime, which).stream())
                .min(Comparator.comparingLong(ack -> ack.times().acked()));
    }

    private <T> T await(java.util.function.Supplier<Optional<T>> condition, Duration timeout, String what) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Optional<T> result = condition.get();
        while (result.isEmpty()) {
            writers.forEach(Writer::rethrow);
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                throw new AssertionError("There were not " + what + " within " + timeout + "; errors of attempts: "
                        + history().errors());
            }
            LockSupport.parkNanos(POLL_NANOS);
            result = condition.get();
        }
        return result.get();
    }
}
