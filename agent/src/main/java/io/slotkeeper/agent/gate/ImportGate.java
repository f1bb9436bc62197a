package io.slotkeeper.agent.gate;

import io.slotkeeper.agent.RedisAddress;
import io.slotkeeper.agent.node.NodeCommands;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the connections of sources that migrate keys to the node. Logs in nobody by itself: the source sends the password to
 * the node. All on the agent's event loop.
 */
public final class ImportGate {
    private static final Logger LOG = LoggerFactory.getLogger(ImportGate.class);
    private static final int CONNECT_MILLIS = 300;

    private final Vertx vertx;
    private final String host;
    private final SocketAddress node;
    private final NodeCommands commands;
    private final NetClient client;
    private final KnownCopies copies = new KnownCopies();
    private Optional<NetServer> server = Optional.empty();

    /**
     * Listens to nobody yet.
     *
     * @param host address to bind to, where the other nodes reach this agent
     * @param commands another connection to the node, for the gate's own questions
     */
    public ImportGate(Vertx vertx, String host, RedisAddress redis, NodeCommands commands) {
        this.vertx = vertx;
        this.host = host;
        this.node = redis.isUnix()
                ? SocketAddress.domainSocketAddress(redis.path())
                : SocketAddress.inetSocketAddress(redis.port(), redis.host());
        this.commands = commands;
        this.client =
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_MILLIS));
    }

    /** Takes connections at any free port. */
    public Future<Void> start() {
        return vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true))
                .connectHandler(this::connected)
                .listen(0, host)
                .onSuccess(listening -> server = Optional.of(listening))
                .mapEmpty();
    }

    /** Takes no more connections. */
    public Future<Void> stop() {
        return server.map(NetServer::close).orElse(Future.succeededFuture());
    }

    /** Where it takes connections, 0 before it does. */
    public int port() {
        return server.map(NetServer::actualPort).orElse(0);
    }

    private void connected(NetSocket source) {
        source.pause();
        client.connect(node)
                .onSuccess(target -> new ImportSession(source, target, commands, copies).start())
                .onFailure(e -> {
                    LOG.debug("The node cannot take keys: {}", e.getMessage());
                    source.close();
                });
    }
}
