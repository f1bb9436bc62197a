package io.slotkeeper.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/** Membership and event bus of one process. Methods may be called from any thread. */
public interface ClusterBus {
    Vertx vertx();

    /** The members now, this one included. */
    List<BusMember> members();

    /** Calls back, on a Hazelcast thread, when a member has joined. */
    void onJoined(Consumer<BusMember> listener);

    /** Calls back, on a Hazelcast thread, when a member has left or was found dead. */
    void onLeft(Consumer<BusMember> listener);

    /** Leaves the cluster and closes Vert.x. */
    Future<Void> close();
}
