package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.map.Node;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks a node directly whether it answers. Any answer counts, a refused password too. */
final class NodeProber {
    private static final int TIMEOUT_MILLIS = 400;

    private final NetClient client;
    private final Consumer<ControlEvent> loop;

    NodeProber(Vertx vertx, Consumer<ControlEvent> loop) {
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(TIMEOUT_MILLIS));
        this.loop = loop;
    }

    void probe(Node node) {
        client.connect(node.port(), node.host())
                .compose(NodeProber::ping)
                .onComplete(
                        answer -> loop.accept(new ControlEvent.NodeProbed(node.id(), true)),
                        failure -> loop.accept(new ControlEvent.NodeProbed(node.id(), false)));
    }

    private static Future<Void> ping(NetSocket socket) {
        Promise<Void> answered = Promise.promise();
        socket.handler(bytes -> answered.tryComplete());
        socket.closeHandler(v -> answered.tryFail("closed"));
        return socket.write("PING\r\n")
                .compose(v -> answered.future().timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .onComplete(result -> socket.close());
    }
}
