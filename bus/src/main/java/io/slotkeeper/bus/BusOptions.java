package io.slotkeeper.bus;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a process joins the cluster.
 *
 * @param self who it is
 * @param host address to bind to and to be reached at
 * @param port Hazelcast port, 1 to 65535
 * @param seeds {@code host:port} of members to look for; never empty
 * @param registry where Vert.x reports its metrics, if anywhere
 */
public record BusOptions(BusMember self, String host, int port, List<String> seeds, Optional<MeterRegistry> registry) {
    public BusOptions {
        Objects.requireNonNull(self);
        Objects.requireNonNull(host);
        seeds = List.copyOf(seeds);
        Objects.requireNonNull(registry);
    }
}
