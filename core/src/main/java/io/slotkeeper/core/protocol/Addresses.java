package io.slotkeeper.core.protocol;

/** Names of event-bus addresses and Hazelcast member attributes that agents and coordinators share. */
public final class Addresses {
    /** Agents publish their reports here; every coordinator listens. Body: {@link AgentReport#encode()}. */
    public static final String REPORTS = "slotkeeper.internal.reports";
    /** Member attribute: stable name of the member. */
    public static final String MEMBER_NAME = "slotkeeper.name";
    /** Member attribute: {@code agent} or {@code coordinator}. */
    public static final String MEMBER_ROLE = "slotkeeper.role";
    /** Member attribute: failure domain, empty when unknown. */
    public static final String MEMBER_ZONE = "slotkeeper.zone";

    private Addresses() {}

    /** Leases for one agent process. Body: {@link LeaseGrant#encode()}; no reply. */
    public static String leases(String name, String instance) {
        return "slotkeeper.internal.leases." + name + "." + instance;
    }

    /** What term a coordinator knows. Body: empty; reply: a {@code long}. */
    public static String term(String coordinator) {
        return "slotkeeper.internal.term." + coordinator;
    }

    /** Commands to one agent process. Body: {@link AgentCommand#encode()}; reply: {@link CommandReply#encode()}. */
    public static String agent(String name, String instance) {
        return "slotkeeper.internal.agent." + name + "." + instance;
    }
}
