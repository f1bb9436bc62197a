package io.slotkeeper.bus;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/** The clustered Vert.x instance of one process and the Hazelcast member under it. */
public final class HazelcastBus implements ClusterBus {
    static {
        // Hazelcast writes its first lines before it has read its configuration.
        if (System.getProperty("hazelcast.logging.type") == null) {
            System.setProperty("hazelcast.logging.type", "slf4j");
        }
    }

    private final Vertx vertx;
    private final Membership membership;

    HazelcastBus(Vertx vertx, HazelcastInstance hazelcast) {
        this.vertx = vertx;
        this.membership = Membership.of(hazelcast);
    }

    /**
     * Joins the cluster. Returns at once; the work is done on a thread of its own.
     *
     * <p>A coordinator starts whether or not its seeds answer. Agents and applications wait until one of them does,
     * for as long as it takes: without a coordinator there is nothing to join. Interrupt the wait with
     * {@link BusStart#cancel()} of {@link #starting}.
     *
     * @return completes, on the starting thread, when the event bus is usable. Fails with {@link BusException} when
     *     the port is taken or an address is malformed
     */
    public static Future<ClusterBus> start(BusOptions options) {
        return starting(options).future();
    }

    /** As {@link #start}, with a handle that can give up. */
    public static BusStart starting(BusOptions options) {
        Promise<ClusterBus> promise = Promise.promise();
        BusStart start = new BusStart(options, promise);
        start.begin();
        return start;
    }

    @Override
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public List<BusMember> members() {
        return membership.members();
    }

    @Override
    public void onJoined(Consumer<BusMember> listener) {
        membership.onJoined(listener);
    }

    @Override
    public void onLeft(Consumer<BusMember> listener) {
        membership.onLeft(listener);
    }

    @Override
    public Future<Void> close() {
        return vertx.close();
    }
}
