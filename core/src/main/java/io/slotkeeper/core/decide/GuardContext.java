package io.slotkeeper.core.decide;

import io.slotkeeper.core.map.NodeId;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the guards look at beside the shard itself.
 *
 * @param sinceLastFailoverMillis time since the shard's last failover; empty when there was none
 * @param leader how far the leader may trust what it does not hear
 * @param leaseLeftMillis how long the old primary may still accept writes although nobody hears it; 0 when it cannot
 * @param primariesByZone number of primaries of other shards by zone
 * @param barred replicas that are not promoted although nothing else is wrong with them
 * @param paused somebody has paused failovers for maintenance
 */
public record GuardContext(
        OptionalLong sinceLastFailoverMillis,
        Leader leader,
        long leaseLeftMillis,
        Map<String, Integer> primariesByZone,
        Map<NodeId, Exclusion> barred,
        boolean paused) {
    /**
     * The leader's own state.
     *
     * @param silentHosts share of the hosts of the map from which no agent is heard, 0 to 1
     * @param lagMillis longest delay of its own event loop within the time after which silence counts
     * @param confirmed a majority of the coordinators has confirmed its leadership lately
     */
    public record Leader(double silentHosts, long lagMillis, boolean confirmed) {}
}
