package io.slotkeeper.core.decide;

import io.slotkeeper.core.map.NodeId;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the guards look at beside the shard itself.
 *
 * @param sinceLastFailoverMillis time since the shard's last failover; empty when there was none
 * @param silentRatio share of the agents of the map that are lost, 0 to 1
 * @param leaderLagMillis delay of the leader's own event loop
 * @param primariesByZone number of primaries of other shards by zone
 * @param failedRecently replicas whose promotion failed a moment ago
 */
public record GuardContext(
        OptionalLong sinceLastFailoverMillis,
        double silentRatio,
        long leaderLagMillis,
        Map<String, Integer> primariesByZone,
        Set<NodeId> failedRecently) {}
