package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.NodeSettings;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;

/** Hands the node back: guards it no more, then gives it the settings back that it had before. */
final class ReleaseHandler implements OrderHandler<Order.Release> {
    private final NodeWatch node;
    private final NodeSettings settings;
    private final Guardian guardian;
    private final ConfigureHandler configure;

    ReleaseHandler(NodeWatch node, NodeSettings settings, Guardian guardian, ConfigureHandler configure) {
        this.node = node;
        this.settings = settings;
        this.guardian = guardian;
        this.configure = configure;
    }

    @Override
    public Future<Outcome> handle(Order.Release order, Permit permit) {
        guardian.released();
        // What the log does not hold, as passwords, only this agent remembers.
        return configure
                .restore()
                .compose(restored -> configure.put(order.former().settings()))
                .compose(put -> {
                    if (put.result() == Result.DONE) {
                        settings.forget();
                    }
                    return node.refresh().map(read -> put.read());
                });
    }
}
