package io.slotkeeper.bus;

/**
 * A member of the cluster as Hazelcast sees it.
 *
 * @param name stable name: coordinator id or agent name
 * @param role what it is
 * @param zone failure domain, empty when unknown
 */
public record BusMember(String name, Role role, String zone) {
    /** What a member is. */
    public enum Role {
        COORDINATOR,
        AGENT,
        /** A clustered Vert.x application of a user. */
        APPLICATION
    }
}
