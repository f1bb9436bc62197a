package io.slotkeeper.coordinator.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.coordinator.api.RawStream;
import io.slotkeeper.coordinator.api.RunningApi;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SilentClientTest {
    private static final long PING_MILLIS = 500;

    @Test
    void aClientThatAnswersNoPingIsClosedAndOthersAreNot() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var metrics = new CoordinatorMetrics(new SimpleMeterRegistry());
            var publisher =
                    new SlotMapPublisher(vertx.eventBus(), () -> false, metrics, (v, micros) -> {}, PING_MILLIS);
            var context = vertx.getOrCreateContext();
            SubscriberGroup group = publisher.openGroup(context);
            int port = RunningApi.await(listen(vertx, context, group));
            WebSocketClient client = vertx.createWebSocketClient();
            WebSocket lively = RunningApi.await(client.connect(port, "127.0.0.1", "/v1/slots/stream"));
            try (RawStream silent = RawStream.open(port, "")) {
                assertThat(silent.readToEnd()).isPositive();
            }
            assertThat(lively.isClosed()).isFalse();
            // Vert.x closes a client that nobody refers to.
            RunningApi.await(client.close());
        } finally {
            RunningApi.await(vertx.close());
        }
    }

    private static Future<Integer> listen(Vertx vertx, Context context, SubscriberGroup group) {
        Promise<Integer> port = Promise.promise();
        context.runOnContext(on -> vertx.createHttpServer()
                .requestHandler(
                        request -> request.toWebSocket().onSuccess(socket -> group.add(socket, OptionalLong.empty())))
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .onComplete(port));
        return port.future();
    }
}
