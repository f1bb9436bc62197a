package io.slotkeeper.agent.health;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.slotkeeper.testkit.FreePorts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthServerIT {
    private final Vertx vertx = Vertx.vertx();
    private final int port = FreePorts.reserve();

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
        FreePorts.release(port);
    }

    @Test
    void listensOnItsOwnHostOnly() throws Exception {
        await(server("127.0.0.1").start(port));
        assertThatCode(() -> await(server("127.0.0.2").start(port))).doesNotThrowAnyException();
    }

    private HealthServer server(String host) {
        return new HealthServer(vertx, host, Optional::empty, () -> "");
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
