package io.slotkeeper.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * A cluster client that writes, reads and deletes keys of its own throughout, follows MOVED and ASK, and knows what every
 * answer must be. A write whose answer was lost may or may not count; from the next acknowledged one on the value is known
 * again. Each thread owns its keys.
 */
public final class CheckingClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final int REDIRECTIONS = 8;

    private final List<HostAndPort> nodes;
    private final Login login;
    private final long pauseNanos;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Latencies> latencies = Collections.synchronizedList(new ArrayList<>());
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private final List<String> unexpected = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean stopped;

    /** For a cluster of these nodes; as fast as it can. */
    public CheckingClient(List<HostAndPort> nodes, Login login) {
        this(nodes, login, Duration.ZERO);
    }

    /**
     * For a cluster of these nodes.
     *
     * @param pause of each thread after every answer
     */
    public CheckingClient(List<HostAndPort> nodes, Login login, Duration pause) {
        this.nodes = List.copyOf(nodes);
        this.login = login;
        this.pauseNanos = pause.toNanos();
    }

    /**
     * Starts threads.
     *
     * @param slots in which the keys are
     */
    public CheckingClient start(int count, List<Integer> slots, int keysPerThread, long seed) {
        for (int t = 0; t < count; t++) {
            Worker worker = new Worker(t, slots, keysPerThread, new Random(seed + t));
            Thread thread = new Thread(worker, "checking-client-" + t);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        return this;
    }

    /** Number of answers so far that were checked and right. */
    public long answers() {
        return answers.get();
    }

    /** Number of requests so far that were not answered, or refused. */
    public long failures() {
        return failures.get();
    }

    /**
     * How long requests took that were sent within a period, redirections included, in nanoseconds.
     *
     * @param from {@link System#nanoTime()} of its beginning
     * @param to of its end
     */
    public long[] latencies(long from, long to) {
        return List.copyOf(latencies).stream()
                .flatMapToLong(one -> LongStream.of(one.between(from, to)))
                .toArray();
    }

    /** Answers that contradict what was written, one line each. */
    public List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Refusals that are neither a redirection nor a sign of a node that is down. */
    public List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops and waits for all threads; each reads all of its keys at the end. */
    public void stop() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the clients stop", e);
            }
        }
    }

    @Override
    public String toString() {
        return answers + " right answers, " + failures + " failures, wrong " + wrong + ", unexpected " + unexpected;
    }

    /** One thread. */
    private final class Worker implements Runnable {
        private final List<String> keys = new ArrayList<>();
        private final Map<String, Set<Optional<String>>> possible = new HashMap<>();
        private final Map<HostAndPort, Connection> connections = new HashMap<>();
        private final Map<Integer, HostAndPort> owners = new HashMap<>();
        private final Random random;
        private final Latencies took = new Latencies();
        private long counter;

        Worker(int number, List<Integer> slots, int count, Random random) {
            this.random = random;
            latencies.add(took);
            for (int i = 0; i < count; i++) {
                int slot = slots.get(random.nextInt(slots.size()));
                String key = "check" + number + "-" + i + "{" + HashTags.forSlot(slot) + "}";
                keys.add(key);
            }
        }

        @Override
        public void run() {
            try {
                // What an earlier client left under the same names is not known.
                keys.forEach(key -> possible.put(key, null));
                while (!stopped) {
                    turn(keys.get(random.nextInt(keys.size())));
                    if (pauseNanos > 0) {
                        LockSupport.parkNanos(pauseNanos);
                    }
                }
                keys.forEach(this::read);
            } catch (RuntimeException e) {
                unexpected.add("the client failed: " + e);
            } finally {
                connections.values().forEach(Connection::close);
            }
        }

        private void turn(String key) {
            int dice = random.nextInt(10);
            if (possible.get(key) == null || dice < 4) {
                String value = Long.toString(++counter) + "-" + "v".repeat(random.nextInt(200));
                change(key, Optional.of(value), "SET", key, value);
            } else if (dice == 4) {
                change(key, Optional.empty(), "DEL", key);
            } else {
                read(key);
            }
        }

        private void change(String key, Optional<String> value, String... words) {
            Set<Optional<String>> before = possible.get(key);
            Optional<Object> reply = send(key, words);
            if (reply.isPresent()) {
                possible.put(key, new HashSet<>(Set.of(value)));
                answers.incrementAndGet();
            } else if (before != null) {
                before.add(value);
            }
        }

        private void read(String key) {
            Set<Optional<String>> expected = possible.get(key);
            Optional<Object> reply = expected == null ? Optional.empty() : send(key, "GET", key);
            if (reply.isEmpty()) {
                return;
            }
            Optional<String> value = reply.get().equals(NIL) ? Optional.empty() : Optional.of((String) reply.get());
            if (!expected.contains(value)) {
                wrong.add(System.currentTimeMillis() + " " + key + " is " + brief(value) + " and must be one of "
                        + expected.stream().map(Worker::brief).toList());
                possible.put(key, null);
            } else {
                answers.incrementAndGet();
            }
        }

        private static String brief(Optional<String> value) {
            return value.map(text -> text.substring(0, Math.min(12, text.length())))
                    .orElse("missing");
        }

        private Optional<Object> send(String key, String... words) {
            long sent = System.nanoTime();
            Optional<Object> reply = sendOnce(key, words);
            took.add(sent, System.nanoTime() - sent);
            return reply;
        }

        /** Empty when it was not answered; {@link #NIL} for nil. */
        private Optional<Object> sendOnce(String key, String... words) {
            int slot = HashTags.slotOf(key);
            HostAndPort node = owners.getOrDefault(slot, nodes.get(random.nextInt(nodes.size())));
            boolean asking = false;
            for (int i = 0; i < REDIRECTIONS; i++) {
                try {
                    Connection connection = connections.computeIfAbsent(
                            node, address -> RedisConnections.open(address, login, TIMEOUT_MILLIS));
                    if (asking) {
                        RedisConnections.send(connection, "ASKING");
                        connection.getOne();
                    }
                    RedisConnections.send(connection, words);
                    Object reply = RedisConnections.decoded(connection.getOne());
                    return Optional.of(reply == null ? NIL : reply);
                } catch (JedisAskDataException ask) {
                    node = ask.getTargetNode();
                    asking = true;
                } catch (JedisMovedDataException moved) {
                    node = moved.getTargetNode();
                    owners.put(slot, node);
                    asking = false;
                } catch (JedisConnectionException down) {
                    discard(node, slot);
                    return failed();
                } catch (JedisDataException refused) {
                    if (!isOfAFailover(refused.getMessage())) {
                        unexpected.add(key + ": " + refused.getMessage());
                    }
                    owners.remove(slot);
                    return failed();
                }
            }
            owners.remove(slot);
            return failed();
        }

        private Optional<Object> failed() {
            failures.incrementAndGet();
            Pause.millis(5);
            return Optional.empty();
        }

        private void discard(HostAndPort node, int slot) {
            Connection broken = connections.remove(node);
            if (broken != null) {
                broken.close();
            }
            owners.remove(slot);
        }

        private static boolean isOfAFailover(String message) {
            return message.startsWith("CLUSTERDOWN")
                    || message.startsWith("NOREPLICAS")
                    || message.startsWith("LOADING")
                    || message.startsWith("MASTERDOWN")
                    || message.startsWith("READONLY")
                    || message.startsWith("UNBLOCKED");
        }
    }

    /** When the requests of one thread were sent, and how long they took. */
    private static final class Latencies {
        private long[] sent = new long[1024];
        private long[] took = new long[1024];
        private int count;

        synchronized void add(long sentNanos, long nanos) {
            if (count == sent.length) {
                sent = Arrays.copyOf(sent, 2 * count);
                took = Arrays.copyOf(took, 2 * count);
            }
            sent[count] = sentNanos;
            took[count++] = nanos;
        }

        synchronized long[] between(long from, long to) {
            return IntStream.range(0, count)
                    .filter(i -> sent[i] - from >= 0 && sent[i] - to <= 0)
                    .mapToLong(i -> took[i])
                    .toArray();
        }
    }

    private static final Object NIL = new Object();

    /** Gives a node that is down a moment. */
    private static final class Pause {
        static void millis(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
