package io.slotkeeper.testkit.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Which host reaches which, how long messages take, and what becomes of them. A host is named after the agent or the coordinator
 * that runs on it; a node is on its agent's host. Messages overtake each other when their delays differ.
 */
public final class FakeNetwork {
    private static final long DELAY_MICROS = 200;

    private final VirtualTime time;
    private final Map<String, Map<String, Integer>> cuts = new HashMap<>();
    private Random random = new Random(0);
    private double loss;
    private double duplicates;
    private double late;
    private long lateMicros;
    private long jitterMicros;

    FakeNetwork(VirtualTime time) {
        this.time = time;
    }

    /** Where chance comes from: the one source of a run. */
    void chance(Random source) {
        random = source;
    }

    /** From now on so many messages get lost, at random. */
    public void lose(double share, Random source) {
        loss = share;
        random = source;
    }

    void lose(double share) {
        loss = share;
    }

    /** From now on so many messages arrive twice. */
    void duplicate(double share) {
        duplicates = share;
    }

    /** From now on every message takes up to so much longer, at random. */
    void jitter(long micros) {
        jitterMicros = micros;
    }

    /** From now on so many messages take up to so much longer: what was sent long ago arrives. */
    void delay(double share, long upToMicros) {
        late = share;
        lateMicros = upToMicros;
    }

    /** Nothing gets from one host to the other. The other way is another cut; cuts of the same way add up. */
    public void cut(String from, String to) {
        cuts.computeIfAbsent(from, host -> new HashMap<>()).merge(to, 1, Integer::sum);
    }

    /** Takes one cut back. */
    void mend(String from, String to) {
        Map<String, Integer> ways = cuts.get(from);
        if (ways != null) {
            ways.computeIfPresent(to, (host, count) -> count == 1 ? null : count - 1);
            if (ways.isEmpty()) {
                cuts.remove(from);
            }
        }
    }

    /** Nothing gets from one host to the other, nor back. */
    public void cutBothWays(String one, String other) {
        cut(one, other);
        cut(other, one);
    }

    /** All cuts are mended. Losses go on. */
    public void heal() {
        cuts.clear();
    }

    /** No message is lost, doubled or late any more; cuts stay. */
    void calm() {
        loss = 0;
        duplicates = 0;
        late = 0;
        jitterMicros = 0;
    }

    boolean isWhole() {
        return cuts.isEmpty();
    }

    /** Sends a message: it arrives after a while, once, never or twice. */
    void send(String from, String to, Runnable arrival) {
        send(from, to, 0, arrival);
    }

    /** The same; it is on its way for so much longer. */
    void send(String from, String to, long extraMicros, Runnable arrival) {
        if (!passes(from, to)) {
            return;
        }
        time.after(delayMicros() + extraMicros, arrival);
        if (duplicates > 0 && random.nextDouble() < duplicates) {
            time.after(delayMicros() + extraMicros, arrival);
        }
    }

    private long delayMicros() {
        long micros = DELAY_MICROS;
        if (jitterMicros > 0) {
            micros += (long) (random.nextDouble() * jitterMicros);
        }
        if (late > 0 && random.nextDouble() < late) {
            micros += (long) (random.nextDouble() * lateMicros);
        }
        return micros;
    }

    /** Whether a message gets through. */
    boolean passes(String from, String to) {
        return connects(from, to) && !(loss > 0 && random.nextDouble() < loss);
    }

    /** Whether one host reaches the other as long as nothing gets lost. */
    boolean connects(String from, String to) {
        if (cuts.isEmpty()) {
            return true;
        }
        Map<String, Integer> ways = cuts.get(from);
        return ways == null || !ways.containsKey(to);
    }

    boolean connectsBothWays(String one, String other) {
        return connects(one, other) && connects(other, one);
    }
}
