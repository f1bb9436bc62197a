package io.slotkeeper.agent.command;

import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;

/** Asks another node whether it answers. Any answer counts, a refused password too. */
final class LookHandler implements OrderHandler<Order.Look> {
    private static final int TIMEOUT_MILLIS = 400;

    private final NetClient client;

    LookHandler(Vertx vertx) {
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(TIMEOUT_MILLIS));
    }

    @Override
    public Future<Outcome> handle(Order.Look order, Permit permit) {
        return client.connect(order.node().port(), order.node().host())
                .compose(LookHandler::ping)
                .map(answered -> Outcome.DONE.read())
                .otherwise(e -> Outcome.failed(
                                order.node().host() + ":" + order.node().port() + " does not answer: " + e.getMessage())
                        .read());
    }

    private static Future<Void> ping(NetSocket socket) {
        Promise<Void> answered = Promise.promise();
        socket.handler(bytes -> answered.tryComplete());
        socket.closeHandler(closed -> answered.tryFail("it closed the connection"));
        return socket.write("PING\r\n")
                .compose(written -> answered.future().timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .onComplete(result -> socket.close());
    }
}
