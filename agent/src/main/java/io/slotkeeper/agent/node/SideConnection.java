package io.slotkeeper.agent.node;

import io.slotkeeper.agent.AgentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A second connection to the node for what takes long: heartbeats, fences and promotions must not stand behind it. Opened
 * when it is first used. All on the agent's event loop.
 */
public final class SideConnection implements NodeCommands, NodeConnection.Listener {
    private final Vertx vertx;
    private final AgentOptions options;
    private Optional<NodeConnection> connection = Optional.empty();
    private Promise<Void> ready = Promise.promise();

    /** Opens nothing yet. */
    public SideConnection(Vertx vertx, AgentOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    @Override
    public Future<List<Reply>> run(List<Request> requests) {
        return open().compose(open -> open.run(requests));
    }

    private Future<NodeConnection> open() {
        if (connection.isEmpty()) {
            NodeConnection fresh = new NodeConnection(vertx, options.redis(), options.timing(), this);
            connection = Optional.of(fresh);
            fresh.open();
        }
        long patience = options.timing().connectTimeout().toMillis();
        return ready.future()
                .timeout(patience, TimeUnit.MILLISECONDS)
                .map(v -> connection.orElseThrow())
                .recover(e -> Future.failedFuture(
                        e instanceof TimeoutException
                                ? new NodeLostException(
                                        false, "no second connection to the node within " + patience + " ms")
                                : e));
    }

    /** Closes it; the next use opens another. */
    public Future<Void> close() {
        Future<Void> closed = connection.map(NodeConnection::close).orElse(Future.succeededFuture());
        connection = Optional.empty();
        ready = Promise.promise();
        return closed;
    }

    @Override
    public void connected() {
        List<Request> login = Requests.login(options.credentials()).stream().toList();
        Future<List<Reply>> done = login.isEmpty()
                ? Future.succeededFuture()
                : connection.orElseThrow().run(login);
        Promise<Void> mine = ready;
        done.onSuccess(replies -> mine.tryComplete());
    }

    @Override
    public void broken() {
        ready = Promise.promise();
    }

    @Override
    public void failed(ConnectFailure failure, Throwable cause) {
        // It is tried again; who waits gives up in time.
    }
}
