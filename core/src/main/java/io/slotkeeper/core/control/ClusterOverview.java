package io.slotkeeper.core.control;

import java.util.List;

/**
 * How the cluster is doing, as its leader sees it.
 *
 * @param ready every shard is active and all slots are owned
 * @param phase {@code electing}, {@code gathering}, {@code forming}, {@code active} or {@code degraded}; {@code waiting}
 *     for a wish to adopt; {@code observing}, {@code taking-over} or {@code handing-back} while not in charge
 * @param text one sentence: what is being waited for, or that all is well
 * @param nodes live particulars, by agent name
 * @param shards live particulars, by shard id
 */
public record ClusterOverview(
        boolean ready, String phase, String text, List<NodeStatus> nodes, List<ShardStatus> shards) {
    public ClusterOverview {
        nodes = List.copyOf(nodes);
        shards = List.copyOf(shards);
    }
}
