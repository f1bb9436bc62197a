package io.slotkeeper.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testkit.net.Host;
import java.util.List;
import java.util.stream.Stream;

/** One coordinator and half of the agents, with their nodes: all that is in one zone of a {@link SharedHosts} cluster. */
record Zone(SystemCluster cluster, List<String> coordinators, List<String> agents) {
    /** The zone of the first agent, after switchovers that bring the primaries of all shards into it. */
    static Zone withAllPrimaries(SystemCluster cluster) {
        Zone zone = new Zone(cluster, List.of("c1"), List.of("a1", "a3", "a5"));
        cluster.shards().forEach(zone::bringPrimary);
        return zone;
    }

    private void bringPrimary(String shard) {
        if (agents.contains(cluster.primary(shard))) {
            return;
        }
        Await.until(SystemCluster.SOON, () -> "a switchover of " + shard, () -> {
            Rest.Answer answer = cluster.rest().promoteNow("switchover", shard, "");
            assertThat(answer.status() == 200 || answer.code().equals("REPLICA_NOT_IN_SYNC"))
                    .as(answer.toString())
                    .isTrue();
            return answer.status() == 200;
        });
        Await.asserted(SystemCluster.SOON, () -> assertThat(agents).contains(cluster.primary(shard)));
    }

    List<Host> hosts() {
        return Stream.concat(coordinators.stream(), agents.stream())
                .map(cluster::host)
                .toList();
    }

    /** SIGKILL to everything in it; returns {@link System#nanoTime()} from before the first. */
    long kill() {
        long begin = System.nanoTime();
        agents.forEach(agent -> {
            cluster.agent(agent).terminateForcibly();
            cluster.server(agent).kill9();
        });
        coordinators.forEach(id -> cluster.coordinator(id).terminateForcibly());
        return begin;
    }
}
