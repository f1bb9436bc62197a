package io.slotkeeper.core.protocol;

/**
 * Why an agent cannot present the server it was pointed at as a node of the cluster. Each problem has the rule and the
 * remedy in its text. The names are part of the agent protocol.
 */
public enum NodeProblem {
    NONE(""),
    NOT_REDIS("it does not answer as Redis does; point the agent's --redis at a redis-server's port"),
    CLUSTER_DISABLED("cluster mode is off; start redis-server with cluster-enabled yes"),
    UNSUPPORTED_VERSION("its version is not supported; use Redis 6.2 or later, or Valkey"),
    WRONG_PASSWORD("it refused the user or password; correct the agent's --redis-user and --redis-password-file"),
    NO_PERMISSION("the user may not run an administrative command; give it +@all on this node"),
    DATA_WITHOUT_SLOTS(
            "it holds keys but owns no slots and belongs to no cluster; empty it with FLUSHALL, or adopt it"),
    FOREIGN_CLUSTER("it already belongs to another cluster; reset it with CLUSTER RESET HARD, or adopt that cluster");

    private final String text;

    NodeProblem(String text) {
        this.text = text;
    }

    /** The rule and the remedy. */
    public String text() {
        return text;
    }
}
