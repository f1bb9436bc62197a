package io.slotkeeper.bench.rebalance;

import io.slotkeeper.bench.cluster.Disposable;
import java.util.List;
import redis.clients.jedis.HostAndPort;

/** A cluster that is to get one more shard, whose nodes run already. Used by one thread, except {@link #close()}. */
interface GrowingCluster extends Disposable {
    /** What stands in the table. */
    String name();

    /** Nodes that are in the cluster from the start. */
    List<HostAndPort> addresses();

    /** Nodes of the shard to come. */
    List<HostAndPort> spares();

    /**
     * Makes the spares a shard without slots; returns when slots may move.
     *
     * @throws io.slotkeeper.bench.cluster.BenchFailure if it does not end well
     */
    void join();

    /**
     * Moves an even share of the slots to the new shard.
     *
     * @throws io.slotkeeper.bench.cluster.BenchFailure if it does not end well
     */
    void grow();

    @Override
    void close();
}
