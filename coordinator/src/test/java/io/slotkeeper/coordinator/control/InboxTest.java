package io.slotkeeper.coordinator.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.coordinator.api.RunningApi;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Vertx vertx = Vertx.vertx();
    private final Inbox inbox = new Inbox();

    @Test
    void whatComesBeforeTheContextIsKeptInOrder() {
        List<Integer> done = new ArrayList<>();
        Promise<Void> last = Promise.promise();
        inbox.put(() -> done.add(1));
        inbox.put(() -> done.add(2));
        inbox.attach(vertx.getOrCreateContext());
        inbox.put(last::complete);

        RunningApi.await(last.future());
        RunningApi.await(vertx.close());
        assertThat(done).containsExactly(1, 2);
    }

    @Test
    void whatComesAfterTheEndIsDropped() {
        inbox.attach(vertx.getOrCreateContext());
        inbox.close();
        RunningApi.await(vertx.close());

        // The context's executor would refuse it.
        inbox.put(() -> {
            throw new AssertionError("not dropped");
        });
    }
}
