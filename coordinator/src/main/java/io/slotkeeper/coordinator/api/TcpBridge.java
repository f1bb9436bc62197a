package io.slotkeeper.coordinator.api;

import io.slotkeeper.coordinator.publish.SlotMapPublisher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.ext.bridge.BridgeOptions;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.eventbus.bridge.tcp.TcpEventBusBridge;
import java.io.IOException;
import java.util.List;

/** Opens the public event-bus addresses, and no others, to programs in any language. */
public final class TcpBridge {
    private static final List<String> REQUESTS =
            List.of(EventBusApi.FAILOVER, EventBusApi.SWITCHOVER, EventBusApi.OPERATIONS, EventBusApi.SLOTS_GET);

    private final TcpEventBusBridge bridge;

    private TcpBridge(TcpEventBusBridge bridge) {
        this.bridge = bridge;
    }

    /**
     * Starts listening.
     *
     * @param host address to bind to
     * @param port 1 to 65535
     * @return fails with an {@link IOException} that names the port and the remedy when it cannot listen there
     */
    public static Future<TcpBridge> start(Vertx vertx, String host, int port) {
        BridgeOptions permitted = new BridgeOptions();
        REQUESTS.forEach(address -> permitted.addInboundPermitted(new PermittedOptions().setAddress(address)));
        permitted.addOutboundPermitted(new PermittedOptions().setAddress(SlotMapPublisher.ADDRESS));
        return TcpEventBusBridge.create(vertx, permitted, new NetServerOptions())
                .listen(port, host)
                .map(TcpBridge::new)
                .recover(e -> Future.failedFuture(new IOException(
                        "cannot listen on " + host + ":" + port + " (" + e.getMessage()
                                + "); free that port, or choose another with --bridge-port",
                        e)));
    }

    /** Stops listening and closes the connections. */
    public Future<Void> close() {
        return bridge.close();
    }
}
