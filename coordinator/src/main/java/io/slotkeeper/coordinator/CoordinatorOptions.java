package io.slotkeeper.coordinator;

import io.slotkeeper.core.control.ControlOptions;
import io.slotkeeper.core.protocol.DrillPermission;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

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
 * @param replace stands in for the coordinator of this id, whose data directory is lost
 * @param drills which faults it makes on purpose, or has its agents make, when asked
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
        boolean replace,
        DrillPermission drills,
        ControlOptions control) {
    private static final int MAX_PEERS = 5;

    public CoordinatorOptions {
        Objects.requireNonNull(id);
        Objects.requireNonNull(host);
        Objects.requireNonNull(dataDir);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(drills);
        Objects.requireNonNull(control);
        seeds = List.copyOf(seeds);
        peers = Map.copyOf(peers);
        if (!peers.containsKey(id)) {
            throw new IllegalArgumentException(
                    "peers name " + peers.keySet() + " but not '" + id + "'; --peers must list this coordinator too");
        }
        if (peers.size() > MAX_PEERS) {
            throw new IllegalArgumentException("--peers lists " + peers.size()
                    + " coordinators; more than 5 make every decision slower and nothing safer: list 1, 3 or 5");
        }
        if (Set.copyOf(peers.values()).size() < peers.size()) {
            throw new IllegalArgumentException(
                    "--peers " + new TreeMap<>(peers) + " has one address twice; each coordinator needs its own");
        }
        if (replace && peers.size() == 1) {
            throw new IllegalArgumentException("--replace takes the log from the other coordinators of the group, but"
                    + " --peers lists only this one; restore the data directory from a backup");
        }
        if (peers.size() % 2 == 0) {
            throw new IllegalArgumentException("a group of " + peers.size()
                    + " coordinators survives no more losses than one of " + (peers.size() - 1)
                    + "; --peers must list 1, 3 or 5");
        }
    }
}
