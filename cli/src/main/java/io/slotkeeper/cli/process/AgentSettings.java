package io.slotkeeper.cli.process;

import io.slotkeeper.core.protocol.DrillPermission;
import java.time.Duration;
import java.util.Optional;

/**
 * An agent as the command line describes it.
 *
 * @param name stable name
 * @param membership how it joins
 * @param node the node beside it
 * @param zone failure domain, empty when unknown
 * @param httpPort health and metrics; 0 for none
 * @param hangs when an unanswered probe means what
 * @param drills which faults it makes on purpose
 */
public record AgentSettings(
        String name, Membership membership, Node node, String zone, int httpPort, Hangs hangs, DrillPermission drills) {
    /**
     * When an unanswered probe means what.
     *
     * @param after silence after which the node is reported as not answering
     * @param busyAfter silence after which it counts as hung, even if its process is at work
     */
    public record Hangs(Duration after, Duration busyAfter) {
        /** The defaults of the flags. */
        public static final Hangs USUAL = new Hangs(Duration.ofSeconds(1), Duration.ofSeconds(15));
    }

    /**
     * The node.
     *
     * @param redis {@code host:port} or {@code unix:/path}
     * @param announce {@code host:port} or {@code host:port@busport} that clients and nodes use, when it differs
     * @param access how to log in
     */
    public record Node(String redis, Optional<String> announce, RedisAccess access) {}
}
