package io.slotkeeper.bench.cluster;

import java.util.List;
import redis.clients.jedis.HostAndPort;

/**
 * A running cluster of real processes whose primaries are killed or switched. Methods block; used by one thread, except
 * {@link #close()}, which any thread may call and which harms nothing when repeated.
 */
public interface MeasuredCluster extends Disposable {
    /** What stands in the table, for example {@code native 15000 ms}. */
    String name();

    /** Where clients connect; the same for the cluster's whole life. */
    List<HostAndPort> addresses();

    /**
     * Kills a primary by SIGKILL.
     *
     * @return {@link System#nanoTime()} just before the signal was sent
     */
    long kill(HostAndPort primary);

    /** Starts a killed node again, where the cluster does not do so by itself; returns before it answers. */
    void revive(HostAndPort node);

    /**
     * Asks for a planned promotion in the shard that owns a slot, again when it is refused, and waits until it is done.
     *
     * @return how often it was refused before
     * @throws BenchFailure if it was not done in time
     */
    int switchOver(int slot);

    /**
     * Waits until all nodes run, all replicas are in sync and everybody agrees: the next kill may come.
     *
     * @throws BenchFailure if that is not so in time
     */
    void awaitHealthy();

    /** What the cluster's own processes said last, for the text of a failure; may be empty. */
    default String said() {
        return "";
    }

    /** Ends all processes and removes all files. */
    @Override
    void close();
}
