package io.slotkeeper.bus;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the event bus alive over the loss of every coordinator. The subscriptions of all members live on the data
 * members, which are the coordinators; when the last of them dies they are gone, and Vert.x's clean-up fails half-way.
 *
 * <p>Here a member forgets the others' subscriptions when no data member is left, asks no maps while it is alone, and
 * publishes its own subscriptions when a data member has joined. Called on Hazelcast's threads.
 */
final class RepublishingClusterManager extends HazelcastClusterManager {
    private static final Logger LOG = LoggerFactory.getLogger(RepublishingClusterManager.class);
    private static final List<Long> SETTLE_MILLIS = List.of(500L, 2_000L, 6_000L, 15_000L);
    /** Not while the others may be failing over what died together with a coordinator. */
    private static final List<Long> SETTLE_AFTER_LOSS_MILLIS = List.of(5_000L, 15_000L);

    private final AtomicLong changes = new AtomicLong();
    /** Whose subscribers Vert.x may have cached. */
    private final Set<String> askedFor = ConcurrentHashMap.newKeySet();

    private RegistrationListener registrations;
    private boolean keepSubscribers;
    private Vertx vertx;

    RepublishingClusterManager(Config config) {
        super(config);
    }

    @Override
    public void init(Vertx owner) {
        this.vertx = owner;
        super.init(owner);
    }

    @Override
    public void registrationListener(RegistrationListener listener) {
        this.registrations = listener;
        super.registrationListener(new KeepingListener());
    }

    @Override
    public synchronized void memberAdded(MembershipEvent event) {
        super.memberAdded(event);
        // Whoever is still joining has nothing to publish yet.
        if (!event.getMember().isLiteMember() && getNodeInfo() != null) {
            republish();
        }
        settle(event.getMember());
    }

    /**
     * A member that merges cleans up by a member list that may be old, and so may take away what others have published.
     * Who may be concerned publishes again, a few times, until the member lists agree. A later change starts anew.
     */
    private void settle(Member added) {
        boolean self = added.localMember();
        boolean concerned = !added.isLiteMember()
                || !getHazelcastInstance().getCluster().getLocalMember().isLiteMember();
        if (self || !concerned || vertx == null) {
            return;
        }
        long current = changes.incrementAndGet();
        for (long delay : SETTLE_MILLIS) {
            vertx.setTimer(delay, timer -> {
                if (changes.get() == current) {
                    publishAgainSoon();
                }
            });
        }
    }

    private void publishAgainSoon() {
        vertx.executeBlocking(this::publishAgain, false).onFailure(e -> LOG.debug("Publishing again failed", e));
    }

    private Void publishAgain() {
        if (getHazelcastInstance().getLifecycleService().isRunning() && !alone()) {
            republish();
        }
        return null;
    }

    /**
     * While another coordinator is there, Vert.x goes on with the subscribers that it knows. It would forget them all and
     * ask the maps for them, which cannot answer before a dead coordinator's share is taken over: for half a second no
     * report would reach the coordinators that live. What the dead had subscribed is dropped as its entries go.
     */
    @Override
    public synchronized void memberRemoved(MembershipEvent event) {
        if (alone()) {
            forgetSubscribers();
            return;
        }
        keepSubscribers = true;
        try {
            super.memberRemoved(event);
        } finally {
            keepSubscribers = false;
        }
        if (!event.getMember().isLiteMember() && vertx != null) {
            // What settles a join goes on beside it.
            SETTLE_AFTER_LOSS_MILLIS.forEach(delay -> vertx.setTimer(delay, timer -> publishAgainSoon()));
        }
    }

    /** What Vert.x hears of the maps. */
    private final class KeepingListener implements RegistrationListener {
        @Override
        public void registrationsUpdated(RegistrationUpdateEvent event) {
            registrations.registrationsUpdated(event);
        }

        @Override
        public void registrationsLost() {
            if (!keepSubscribers) {
                registrations.registrationsLost();
            }
        }

        @Override
        public boolean wantsUpdatesFor(String address) {
            return registrations.wantsUpdatesFor(address);
        }
    }

    @Override
    public synchronized void stateChanged(LifecycleEvent event) {
        // A merge that ended among lite members brought no maps; the next one will.
        if (event.getState() != LifecycleState.MERGED || !alone()) {
            super.stateChanged(event);
        }
    }

    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
        askedFor.add(address);
        if (alone()) {
            later(List::of, promise);
        } else {
            super.getRegistrations(address, promise);
        }
    }

    @Override
    public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
        if (alone()) {
            later(
                    () -> {
                        throw new VertxException("no coordinator is a member of the cluster", true);
                    },
                    promise);
        } else {
            super.getNodeInfo(nodeId, promise);
        }
    }

    /** The superclass does after a merge of clusters just what is needed: drop who is gone, tell again who is here. */
    void republish() {
        stateChanged(new LifecycleEvent(LifecycleState.MERGED));
        forgetSubscribers();
    }

    /**
     * Vert.x 5.0 caches the subscribers of an address until it hears of a change, and does nothing when told that all are
     * lost. A coordinator that subscribed before this member found it would never get a message.
     */
    private void forgetSubscribers() {
        for (String address : List.copyOf(askedFor)) {
            askedFor.remove(address);
            registrations.registrationsUpdated(new RegistrationUpdateEvent(address, List.of()));
        }
    }

    /** Whether nobody holds the maps: asking them would occupy worker threads with retries. */
    boolean alone() {
        return getHazelcastInstance().getCluster().getMembers().stream().allMatch(Member::isLiteMember);
    }

    /** Vert.x counts on an answer that comes after the call has returned. */
    private <T> void later(Callable<T> answer, Completable<T> promise) {
        vertx.executeBlocking(answer, false).onComplete(promise);
    }
}
