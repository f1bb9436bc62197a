package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.LeaderPresent;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.List;

/**
 * What a follower does to be a quick leader if it becomes one: twice a second it asks one agent, in turn, to report. That
 * finds and connects its way to every agent, which it would otherwise do for the first time in the middle of a failover,
 * and from maps that the dead leader may have held.
 *
 * <p>The order carries the term of the leader that is known from the log. Agents obey it as they obey that leader, and it
 * changes nothing.
 */
final class Standby {
    private static final long EVERY_MILLIS = 500;
    private static final long TIMEOUT_MILLIS = 1000;

    private final LoopContext context;
    private long lastNanos;
    private int turn;

    Standby(LoopContext context) {
        this.context = context;
    }

    /** A record was applied; a leader's sign of life names its term. */
    void applied(SlotMapRecord record) {
        if (record instanceof LeaderPresent present) {
            context.term = present.term();
        }
    }

    void keep() {
        List<Node> nodes = List.copyOf(context.state.nodes().values());
        if (nodes.isEmpty() || context.term == 0 || context.now.millisSince(lastNanos) < EVERY_MILLIS) {
            return;
        }
        lastNanos = context.now.nanos();
        turn = (turn + 1) % nodes.size();
        context.send(
                nodes.get(turn), "", 0, new Order.Report(), Long.MAX_VALUE, TIMEOUT_MILLIS, Standby::ignoreOutcome);
    }

    /** Its report was heard already; a silent agent is the leader's business. */
    private static void ignoreOutcome(CommandOutcome outcome) {}
}
