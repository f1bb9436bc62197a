package io.slotkeeper.k8s.render;

/** Ports of the pods; each pod has an address of its own, so all have the same. */
public final class Ports {
    /** Redis clients. */
    public static final int REDIS = 6379;
    /** Redis cluster bus. */
    public static final int REDIS_BUS = 16_379;
    /** REST, WebSocket and metrics of a coordinator. */
    public static final int HTTP = 8080;
    /** Health and metrics of an agent. */
    public static final int AGENT_HTTP = 8081;
    /** Membership of coordinators. */
    public static final int CLUSTER = 5701;
    /** Membership of agents. */
    public static final int AGENT_CLUSTER = 5711;
    /** Consensus. */
    public static final int RAFT = 6701;

    private Ports() {}
}
