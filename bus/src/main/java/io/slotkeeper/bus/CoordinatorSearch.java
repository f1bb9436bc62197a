package io.slotkeeper.bus;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import com.hazelcast.partition.NoDataMemberInClusterException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads a lite member that has lost every coordinator to the first one that comes back.
 *
 * <p>Hazelcast would merge the two clusters by itself, but only after agreeing on it with all lite members over a
 * partition table whose owners are dead: that took 11 to 30 s. Instead every member looks at the seeds' ports ten times
 * a second and joins on its own, by the same steps that Hazelcast's merge runs on each member. This is the one place
 * that uses Hazelcast's internal classes.
 */
final class CoordinatorSearch implements MembershipListener {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorSearch.class);
    private static final int CONNECT_TIMEOUT_MILLIS = 500;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** After this time the others have cleaned up behind a rejoined member, possibly too much. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RepublishingClusterManager manager;
    private final List<String> seeds;
    private final String name;
    private boolean searching;

    private CoordinatorSearch(RepublishingClusterManager manager, BusOptions options) {
        this.manager = manager;
        this.seeds = options.seeds();
        this.name = options.self().name();
    }

    static void begin(RepublishingClusterManager manager, BusOptions options) {
        CoordinatorSearch search = new CoordinatorSearch(manager, options);
        manager.getHazelcastInstance().getCluster().addMembershipListener(search);
        search.searchWhenAlone();
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        // Whoever brings maps ends the search by itself.
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        searchWhenAlone();
    }

    private synchronized void searchWhenAlone() {
        if (!searching && manager.alone()) {
            searching = true;
            Thread thread = new Thread(this::search, "find-coordinator-" + name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void search() {
        LOG.info("{} has lost every coordinator and looks for one at {}.", name, seeds);
        try {
            while (running() && manager.alone()) {
                Optional<String> seed = seeds.stream()
                        .filter(s -> HostAddress.accepts(s, CONNECT_TIMEOUT_MILLIS))
                        .findFirst();
                LockSupport.parkNanos(PAUSE_NANOS);
                seed.filter(s -> manager.alone()).ifPresent(this::join);
            }
            LockSupport.parkNanos(SETTLED_NANOS);
            if (running() && !manager.alone()) {
                manager.republish();
                LOG.info("{} is connected to a coordinator again.", name);
            }
        } catch (HazelcastInstanceNotActiveException e) {
            LOG.debug("{} was closed while it looked for a coordinator.", name, e);
        } catch (NoDataMemberInClusterException e) {
            LOG.debug("{} has lost the coordinator that it had just found.", name, e);
        } finally {
            endSearch();
        }
    }

    /** Looks again when the coordinator was lost between the last check and the end of the search. */
    private synchronized void endSearch() {
        searching = false;
        if (running()) {
            searchWhenAlone();
        }
    }

    private void join(String seed) {
        InetSocketAddress socket = HostAddress.parse(seed);
        try {
            clusterService(manager.getHazelcastInstance()).merge(new Address(socket));
        } catch (HazelcastInstanceNotActiveException e) {
            throw e;
        } catch (HazelcastException | IllegalStateException e) {
            LOG.warn("{} could not join the coordinator at {} and tries again.", name, seed, e);
        }
    }

    private boolean running() {
        return manager.getHazelcastInstance().getLifecycleService().isRunning();
    }

    private static ClusterServiceImpl clusterService(HazelcastInstance hazelcast) {
        HazelcastInstanceImpl instance = hazelcast instanceof HazelcastInstanceProxy proxy
                ? proxy.getOriginal()
                : (HazelcastInstanceImpl) hazelcast;
        return instance.node.getClusterService();
    }
}
