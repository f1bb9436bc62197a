package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.LeaderPresent;
import java.util.List;

/**
 * Exercises the paths that a failover takes, the commit and the command to an agent, so that they are compiled, cached
 * and connected when they are needed: an idle path is many times slower.
 */
final class Warmth {
    private static final long TIMEOUT_MILLIS = 1000;

    private final LoopContext context;
    private long lastNanos = Long.MIN_VALUE;
    private int turn;

    Warmth(LoopContext context) {
        this.context = context;
    }

    void keep() {
        if (lastNanos != Long.MIN_VALUE && context.now.millisSince(lastNanos) < context.options.warmEveryMillis()) {
            return;
        }
        lastNanos = context.now.nanos();
        context.propose(new LeaderPresent(context.term));
        List<Node> nodes = List.copyOf(context.state.nodes().values());
        if (!nodes.isEmpty()) {
            turn = (turn + 1) % nodes.size();
            Node node = nodes.get(turn);
            context.send(node, "", 0, new Order.Report(), Long.MAX_VALUE, TIMEOUT_MILLIS, outcome -> {});
        }
    }
}
