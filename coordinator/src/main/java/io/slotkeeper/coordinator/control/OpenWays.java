package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.protocol.Addresses;
import io.slotkeeper.core.protocol.AgentIdentity;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uses, on a follower, the event-bus addresses that otherwise a leader alone uses: the agents' for leases and the other
 * coordinators' for their terms. Whoever uses an address for the first time looks it up in maps that the coordinators hold
 * together, and a coordinator that is cut off silently blocks those for as long as Hazelcast takes to give it up (10 s). A new
 * leader could neither confirm its leadership nor renew a lease meanwhile. Runs on the control loop's context.
 */
final class OpenWays {
    private static final Logger LOG = LoggerFactory.getLogger(OpenWays.class);
    private static final long EVERY_NANOS = 5_000_000_000L;
    private static final long TIMEOUT_MILLIS = 300;
    /** What an agent does not take for a lease, and ignores. */
    private static final byte[] NOTHING = {};

    private final EventBus bus;
    private final List<String> others;
    private final Map<String, Long> agentsNanos = new HashMap<>();
    private final Map<String, Long> othersNanos = new HashMap<>();

    OpenWays(EventBus bus, ControlPorts ports) {
        this.bus = bus;
        this.others =
                ports.peers().stream().filter(peer -> !peer.equals(ports.id())).toList();
    }

    /** An agent has reported: it may have to be granted leases. */
    void heard(AgentIdentity agent) {
        if (isDue(agentsNanos, agent.name())) {
            bus.send(agent.leaseAddress(), NOTHING);
        }
    }

    /** The other coordinators may have to confirm a leadership. */
    void tick() {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS);
        others.stream().filter(other -> isDue(othersNanos, other)).forEach(other -> bus.request(
                        Addresses.term(other), "", options)
                .onFailure(e -> LOG.debug("Coordinator {} did not tell its term: {}", other, e.getMessage())));
    }

    private static boolean isDue(Map<String, Long> usedNanos, String name) {
        long now = System.nanoTime();
        Long used = usedNanos.get(name);
        if (used != null && now - used < EVERY_NANOS) {
            return false;
        }
        usedNanos.put(name, now);
        return true;
    }
}
