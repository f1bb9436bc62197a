package io.slotkeeper.bench.faults;

import io.slotkeeper.bench.cluster.Disposable;
import io.slotkeeper.bench.cluster.MeasuredCluster;
import io.slotkeeper.testkit.RedisServer;
import java.util.List;
import redis.clients.jedis.HostAndPort;

/**
 * A running cluster whose parts are hit. Node i runs on host i of the site. Methods block; used by one thread, except
 * {@link #close}.
 */
interface Victims extends Disposable {
    /** What stands in the table. */
    String name();

    /** The nodes' processes, in the order of the hosts. */
    List<RedisServer> servers();

    /** Addresses of the nodes of a shard; all that its clients know. */
    List<HostAndPort> nodesOf(int shard);

    /** Where the shard's primary is now, while the cluster is healthy. */
    HostAndPort primaryOf(int shard);

    /** Kills what decides; false where nothing does. */
    boolean killDecider();

    /** Starts what decides again, where it was killed. */
    void reviveDecider();

    /** Waits until all is well, see {@link MeasuredCluster#awaitHealthy()}. */
    void awaitHealthy();

    /** What its own processes said last; may be empty. */
    String said();
}
