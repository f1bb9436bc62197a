package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives the node a configuration epoch above all that it has heard of, unless it has the highest already. */
final class BumpEpochHandler implements OrderHandler<Order.BumpEpoch> {
    /** {@code BUMPED 7}, or {@code STILL 6} when no node that it knows has a higher one. */
    private static final Pattern ANSWER = Pattern.compile("(?:BUMPED|STILL) ([0-9]+)");

    private final NodeWatch node;

    BumpEpochHandler(NodeWatch node) {
        this.node = node;
    }

    /** The answer counts, not the node's view: there, a replica names the epoch of its primary instead of its own. */
    @Override
    public Future<Outcome> handle(Order.BumpEpoch order, Permit permit) {
        return node.runAndRead(List.of(Requests.of("CLUSTER", "BUMPEPOCH")))
                .map(replies -> outcome(replies.get(0), order.above()).read());
    }

    private static Outcome outcome(Reply reply, long above) {
        if (reply.isError()) {
            return Outcome.failed(reply.error());
        }
        Matcher answer = ANSWER.matcher(reply.text());
        return answer.matches() && Long.parseLong(answer.group(1)) > above
                ? Outcome.DONE
                : Outcome.failed("the node has to have a configuration epoch above " + above + " and said "
                        + reply.text() + "; it takes a higher one as soon as it hears of a node that has one");
    }
}
