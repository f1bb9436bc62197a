package io.slotkeeper.core.control;

import java.util.List;
import java.util.Optional;

/**
 * How the cluster is doing, as its leader sees it.
 *
 * @param ready every shard is active and all slots are owned
 * @param phase {@code electing}, {@code gathering}, {@code forming}, {@code active} or {@code degraded}; {@code waiting}
 *     for a wish to adopt; {@code observing}, {@code taking-over} or {@code handing-back} while not in charge
 * @param text one sentence: what is being waited for, or that all is well
 * @param nodes live particulars, by agent name
 * @param shards live particulars, by shard id
 * @param pauses what somebody has paused for maintenance
 * @param operation how the operation that is under way gets on
 */
public record ClusterOverview(
        boolean ready,
        String phase,
        String text,
        List<NodeStatus> nodes,
        List<ShardStatus> shards,
        List<Pause> pauses,
        Optional<LiveProgress> operation) {
    /**
     * A maintenance pause.
     *
     * @param shard shard id; empty for all shards
     * @param leftMillis how much longer
     * @param reason of whoever asked for it; may be empty
     */
    public record Pause(String shard, long leftMillis, String reason) {}

    public ClusterOverview {
        nodes = List.copyOf(nodes);
        shards = List.copyOf(shards);
        pauses = List.copyOf(pauses);
    }
}
