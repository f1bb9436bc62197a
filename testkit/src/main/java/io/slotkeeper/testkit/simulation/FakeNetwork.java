package io.slotkeeper.testkit.simulation;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Which host reaches which, and how many messages get lost. A host is named after the agent or the coordinator that runs on
 * it; a node is on its agent's host.
 */
public final class FakeNetwork {
    private final Set<String> cuts = new HashSet<>();
    private Random random = new Random(0);
    private double loss;

    /** From now on so many messages get lost, at random. */
    public void lose(double share, Random source) {
        loss = share;
        random = source;
    }

    /** Nothing gets from one host to the other. The other way is another cut. */
    public void cut(String from, String to) {
        cuts.add(from + ">" + to);
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

    /** Whether a message gets through. */
    boolean passes(String from, String to) {
        return connects(from, to) && !(loss > 0 && random.nextDouble() < loss);
    }

    /** Whether one host reaches the other as long as nothing gets lost. */
    boolean connects(String from, String to) {
        return !cuts.contains(from + ">" + to);
    }

    boolean connectsBothWays(String one, String other) {
        return connects(one, other) && connects(other, one);
    }
}
