package io.slotkeeper.cli.process;

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
 * @param hangAfter silence after which the node counts as hung
 */
public record AgentSettings(
        String name, Membership membership, Node node, String zone, int httpPort, Duration hangAfter) {
    /**
     * The node.
     *
     * @param redis {@code host:port} or {@code unix:/path}
     * @param announce {@code host:port} or {@code host:port@busport} that clients and nodes use, when it differs
     * @param access how to log in
     */
    public record Node(String redis, Optional<String> announce, RedisAccess access) {}
}
