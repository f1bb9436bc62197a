package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.LeaderPresent;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.List;

/**
 * Exercises the paths that a failover takes, the commit and the command to an agent, so that they are compiled, cached
 * and connected when they are needed: an idle path is many times slower.
 *
 * <pre>
 * a new leader    commits and asks again and again, each time when the time before has ended, for warmUpRounds times
 * from then on    once every warmEveryMillis, the agents in turn
 * </pre>
 *
 * While a primary is being elected nothing is exercised: the election would wait for it.
 */
final class Warmth {
    private static final long TIMEOUT_MILLIS = 1000;

    private final LoopContext context;
    private long lastNanos;
    private int commitsLeft;
    private int ordersLeft;
    private boolean asking;
    private int turn;

    Warmth(LoopContext context) {
        this.context = context;
    }

    /** A new leader is cold. */
    void begin() {
        commitsLeft = context.options.warmUpRounds();
        ordersLeft = context.options.warmUpRounds();
        asking = false;
        lastNanos = context.now.nanos();
    }

    void keep() {
        if (isElecting()) {
            return;
        }
        if (commitsLeft > 0) {
            context.propose(new LeaderPresent(context.term));
        }
        if (ordersLeft > 0 && !asking) {
            ask();
        }
        if (context.now.millisSince(lastNanos) >= context.options.warmEveryMillis()) {
            lastNanos = context.now.nanos();
            context.propose(new LeaderPresent(context.term));
            ask();
        }
    }

    void applied(SlotMapRecord record) {
        if (record instanceof LeaderPresent && commitsLeft > 0) {
            commitsLeft--;
            if (!isElecting()) {
                context.propose(new LeaderPresent(context.term));
            }
        }
    }

    private boolean isElecting() {
        return !context.state.elections().isEmpty()
                || context.state.map().shards().stream()
                        .anyMatch(shard -> context.isProposing(ProposalSubject.shard(shard.id())));
    }

    private void ask() {
        List<Node> nodes = List.copyOf(context.state.nodes().values());
        if (nodes.isEmpty()) {
            return;
        }
        turn = (turn + 1) % nodes.size();
        asking = true;
        context.send(nodes.get(turn), "", 0, new Order.Report(), Long.MAX_VALUE, TIMEOUT_MILLIS, this::asked);
    }

    private void asked(CommandOutcome outcome) {
        asking = false;
        if (outcome.done() && ordersLeft > 0) {
            ordersLeft--;
            if (!isElecting()) {
                ask();
            }
        }
    }
}
