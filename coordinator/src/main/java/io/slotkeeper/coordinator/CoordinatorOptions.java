package io.slotkeeper.coordinator;

import io.slotkeeper.core.control.ControlOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that a coordinator is told at its start.
 *
 * @param id stable id within the group, e.g. {@code c1}
 * @param host address that everything binds to
 * @param httpPort REST, WebSocket and metrics; 0 takes any free port
 * @param clusterPort Hazelcast
 * @param seeds {@code host:port} of Hazelcast members to look for
 * @param peers Raft address of every coordinator of the group by id, this one included
 * @param dataDir directory of the log and its snapshots; created when missing
 * @param bridgePort TCP event-bus bridge, 0 for none
 * @param zone failure domain, empty when unknown
 * @param control what the control loop is told
 */
public record CoordinatorOptions(
        String id,
        String host,
        int httpPort,
        int clusterPort,
        List<String> seeds,
        Map<String, String> peers,
        Path dataDir,
        int bridgePort,
        String zone,
        ControlOptions control) {
    public CoordinatorOptions {
        Objects.requireNonNull(id);
        Objects.requireNonNull(host);
        Objects.requireNonNull(dataDir);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(control);
        seeds = List.copyOf(seeds);
        peers = Map.copyOf(peers);
        if (!peers.containsKey(id)) {
            throw new IllegalArgumentException(
                    "peers name " + peers.keySet() + " but not '" + id + "'; --peers must list this coordinator too");
        }
        if (peers.size() % 2 == 0) {
            throw new IllegalArgumentException("a group of " + peers.size()
                    + " coordinators survives no more losses than one of " + (peers.size() - 1)
                    + "; --peers must list 1, 3 or 5");
        }
    }
}
