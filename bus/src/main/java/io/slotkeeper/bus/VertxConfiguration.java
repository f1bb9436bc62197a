package io.slotkeeper.bus;

import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsOptions;

/** Vert.x's settings: few threads beside a Redis node, some more in a coordinator. Stateless. */
final class VertxConfiguration {
    private VertxConfiguration() {}

    static VertxOptions of(BusOptions options) {
        boolean coordinator = options.self().role() == BusMember.Role.COORDINATOR;
        VertxOptions vertx = new VertxOptions()
                .setEventLoopPoolSize(
                        coordinator ? Math.max(2, Runtime.getRuntime().availableProcessors()) : 1)
                .setWorkerPoolSize(coordinator ? 8 : 2)
                .setInternalBlockingPoolSize(coordinator ? 8 : 2);
        vertx.getEventBusOptions()
                .setHost(options.host())
                .setPort(0)
                .setClusterPublicHost(options.host())
                .setConnectTimeout(1_000)
                .setReconnectAttempts(0);
        if (!coordinator) {
            // Serves no files: no cache directory that a SIGKILL would leave behind.
            vertx.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        }
        options.registry()
                .ifPresent(registry -> vertx.setMetricsOptions(new MicrometerMetricsOptions()
                        .setEnabled(true)
                        .setRegistryName(options.self().name())));
        return vertx;
    }
}
