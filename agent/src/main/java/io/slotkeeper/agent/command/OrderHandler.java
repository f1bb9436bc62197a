package io.slotkeeper.agent.command;

import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;

/**
 * Carries out one kind of order. Runs on the agent's event loop and never blocks it. Carrying an order out twice does no
 * more than once.
 *
 * @param <O> the kind
 */
@FunctionalInterface
interface OrderHandler<O extends Order> {
    /** Fails with {@link io.slotkeeper.agent.node.NodeLostException} when the node gives no answer. */
    Future<Outcome> handle(O order, Permit permit);
}
