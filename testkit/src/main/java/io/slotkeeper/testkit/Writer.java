package io.slotkeeper.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** One thread of a {@link WriteLoad}. The list of acks is shared with readers, all else is its own. */
final class Writer implements Runnable {
    private static final long RETRY_NANOS = 500_000;

    private final int index;
    private final WriteLoadOptions options;
    private final Map<String, LongAdder> errors;
    private final WriterConnections connections;
    private final List<Ack> acks = new ArrayList<>();
    private volatile boolean stopped;
    private volatile RuntimeException death;

    Writer(int index, WriteLoadOptions options, Map<String, LongAdder> errors) {
        this.index = index;
        this.options = options;
        this.errors = errors;
        this.connections = new WriterConnections(options);
    }

    @Override
    public void run() {
        try (connections) {
            for (long number = 0; !stopped; number++) {
                int slot = options.slots().get((int) (number % options.slots().size()));
                write(number, slot);
                if (!options.pacing().isZero()) {
                    LockSupport.parkNanos(options.pacing().toNanos());
                }
            }
        } catch (RuntimeException e) {
            death = e;
        }
    }

    void stop() {
        stopped = true;
    }

    void rethrow() {
        RuntimeException cause = death;
        if (cause != null) {
            throw new IllegalStateException("Writer " + index + " died: " + cause.getMessage(), cause);
        }
    }

    long acknowledged() {
        synchronized (acks) {
            return acks.size();
        }
    }

    List<Ack> acks() {
        synchronized (acks) {
            return List.copyOf(acks);
        }
    }

    /** Looks from the end, where the answer is; attempts of one writer are in the order they were sent. */
    Optional<Ack> firstAckSentAfter(long nanoTime, Predicate<Ack> which) {
        synchronized (acks) {
            Ack first = null;
            for (int i = acks.size() - 1; i >= 0 && acks.get(i).times().sent() - nanoTime >= 0; i--) {
                if (which.test(acks.get(i))) {
                    first = acks.get(i);
                }
            }
            return Optional.ofNullable(first);
        }
    }

    private void write(long number, int slot) {
        String key = Ack.keyOf(options.keys().prefix(), index, number, slot);
        String value = Ack.valueOf(index, number);
        HostAndPort node = connections.ownerOf(slot);
        long firstSent = System.nanoTime();
        while (!stopped) {
            long sent = System.nanoTime();
            try {
                connections.set(node, key, value);
                record(new Ack(
                        options.keys().prefix(),
                        index,
                        number,
                        slot,
                        node,
                        new Ack.Times(firstSent, sent, System.nanoTime())));
                return;
            } catch (JedisRedirectionException e) {
                node = options.writers().redirected() ? redirected(slot, e) : retryLater(node, e);
            } catch (JedisException e) {
                node = retryLater(node, e);
            }
        }
    }

    private HostAndPort redirected(int slot, JedisRedirectionException redirection) {
        if (redirection instanceof JedisAskDataException) {
            connections.askNext();
        } else {
            connections.learn(slot, redirection.getTargetNode());
        }
        return redirection.getTargetNode();
    }

    /** Counts the error and names the node to try next: any other may know better. */
    private HostAndPort retryLater(HostAndPort failed, JedisException error) {
        errors.computeIfAbsent(kind(error), kind -> new LongAdder()).increment();
        if (!(error instanceof JedisDataException)) {
            connections.drop(failed);
        }
        LockSupport.parkNanos(RETRY_NANOS);
        return connections.nextSeed();
    }

    private static String kind(JedisException error) {
        return error instanceof JedisConnectionException || error.getMessage() == null
                ? "connection"
                : error.getMessage().split(" ", 2)[0];
    }

    private void record(Ack ack) {
        connections.learn(ack.slot(), ack.node());
        synchronized (acks) {
            acks.add(ack);
        }
    }
}
