package io.slotkeeper.bench.cluster;

import io.slotkeeper.testkit.NodeView;
import io.slotkeeper.testkit.RedisProbe;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Whether the nodes themselves see a whole cluster. The same check for every contender, so that none gets its next kill
 * earlier than another.
 *
 * @param nodes all of them
 * @param shards how many primaries with slots there must be
 */
record ClusterHealth(List<HostAndPort> nodes, int shards) {
    /** The first thing that is not well; empty when all is. */
    Optional<String> missing() {
        return nodes.stream().flatMap(node -> missingAt(node).stream()).findFirst();
    }

    private Optional<String> missingAt(HostAndPort node) {
        try (RedisProbe probe = new RedisProbe(node)) {
            return complaint(probe).map(text -> node + " " + text);
        } catch (JedisException e) {
            // Not started yet, loading or just dying: the caller has a deadline.
            return Optional.of(node + " does not answer (" + e.getMessage() + ")");
        }
    }

    private Optional<String> complaint(RedisProbe probe) {
        List<NodeView> view = probe.clusterNodes();
        if (!probe.clusterInfo("cluster_state").equals("ok")) {
            return Optional.of("sees cluster_state fail");
        }
        if (view.size() != nodes.size()) {
            return Optional.of("knows " + view.size() + " of " + nodes.size() + " nodes");
        }
        if (view.stream().anyMatch(NodeView::failing)) {
            return Optional.of("sees a failing node");
        }
        if (view.stream().filter(NodeView::primary).count() != shards) {
            return Optional.of("does not see exactly " + shards + " primaries");
        }
        return probe.role().linkUp() ? Optional.empty() : Optional.of("is not in sync with its primary");
    }
}
