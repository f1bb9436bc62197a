package io.slotkeeper.agent.node;

import io.slotkeeper.agent.process.NodeProcess;
import io.slotkeeper.core.protocol.NodeConfig;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Redundancy;
import io.vertx.redis.client.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The questions to the node, and what its answers say together. Each depth asks all that the lesser ones ask, and more.
 * No I/O; all on the agent's event loop.
 */
public final class NodeProbe {
    /** How much to ask. */
    public enum Depth {
        /** Role, offset, keys, counters of the cluster: every heartbeat. */
        LIGHT(3),
        /** The node's view of the cluster too: when it may have changed, after commands, and every second. */
        FULL(7),
        /** The process too: on a new connection. */
        CONNECT(8);

        private final int requests;

        Depth(int requests) {
            this.requests = requests;
        }
    }

    private static final List<Request> REQUESTS = List.of(
            Requests.INFO_REPLICATION,
            Requests.of("DBSIZE"),
            Requests.of("CLUSTER", "INFO"),
            Requests.of("CLUSTER", "NODES"),
            Requests.configGet("min-replicas-*"),
            Requests.configGet("repl-diskless-sync*"),
            Requests.configGet("cluster-*"),
            Requests.of("INFO", "server"));
    private static final long FRESH_SECONDS = 60;
    private static final int HELD_SECONDS = 600;

    private final NodeSettings settings;
    private InfoReply replication = InfoReply.parse("");
    private InfoReply server = InfoReply.parse("");
    private InfoReply cluster = InfoReply.parse("");
    private Optional<ClusterNodesReply> nodes = Optional.empty();
    private String nodesReadAt = "";
    private long digest;
    private long keys;
    private NodeConfig config = NodeConfig.DEFAULTS;
    private boolean fenced;
    private boolean syncHeld;
    private boolean sawOtherRun;
    /** The process at the other end of this connection has said who it is. */
    private boolean introduced;

    public NodeProbe(NodeSettings settings) {
        this.settings = settings;
    }

    /** Another process may answer from now on. */
    void newConnection() {
        introduced = false;
    }

    /** What to send, to be answered into {@link #read}. */
    public static List<Request> requests(Depth depth) {
        return REQUESTS.subList(0, depth.requests);
    }

    /** Takes the answers to {@link #requests}. */
    ProbeOutcome read(List<Reply> replies) {
        for (Reply reply : replies) {
            Optional<ProbeOutcome> refused = refusal(reply);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        try {
            return readAll(replies);
        } catch (IllegalArgumentException e) {
            return ProbeOutcome.unusable(NodeProblem.NOT_REDIS, false);
        }
    }

    /** What the node said, once it has said all. */
    Optional<NodeView> view() {
        return nodes.map(this::view);
    }

    /** What the node believes of the cluster. */
    public Optional<ClusterNodesReply> nodes() {
        return nodes;
    }

    /** Whether {@code CLUSTER NODES} may have changed since it was last read. */
    boolean stale() {
        return !nodesReadAt.equals(clusterMark());
    }

    /** A primary with slots whose process has just started and holds nothing: it must not wipe its replicas. */
    boolean freshEmptyPrimary() {
        boolean fresh = sawOtherRun || server.number("uptime_in_seconds", Long.MAX_VALUE) < FRESH_SECONDS;
        return fresh
                && keys == 0
                && replication.isPrimary()
                && nodes.filter(n -> !n.myself().slots().isEmpty()).isPresent();
    }

    /** Whether the node leaves failover to Slotkeeper: else what it does is none of the agent's business. */
    boolean leavesFailoverToUs() {
        return config.noFailover();
    }

    /** What the node said of its process on this connection. */
    Optional<NodeProcess.Introduction> introduction() {
        return introduced && server.has("run_id")
                ? Optional.of(new NodeProcess.Introduction(
                        server.text("run_id"),
                        server.number("process_id", 0),
                        (int) server.number("tcp_port", 0),
                        server.number("uptime_in_seconds", 0)))
                : Optional.empty();
    }

    private static Optional<ProbeOutcome> refusal(Reply reply) {
        if (!reply.isError()) {
            return Optional.empty();
        }
        if (reply.isError("LOADING")) {
            return Optional.of(ProbeOutcome.LOADING);
        }
        if (reply.isError("BUSY")) {
            return Optional.of(ProbeOutcome.BUSY);
        }
        return problem(reply).map(problem -> ProbeOutcome.unusable(problem, false));
    }

    private static Optional<NodeProblem> problem(Reply reply) {
        if (reply.isError("NOAUTH") || reply.isError("WRONGPASS")) {
            return Optional.of(NodeProblem.WRONG_PASSWORD);
        }
        if (reply.isError("NOPERM")) {
            return Optional.of(NodeProblem.NO_PERMISSION);
        }
        if (reply.error().contains("cluster support disabled")) {
            return Optional.of(NodeProblem.CLUSTER_DISABLED);
        }
        // MASTERDOWN for DBSIZE on a replica that serves no stale data, and the like: the rest can be read.
        return Optional.empty();
    }

    private ProbeOutcome readAll(List<Reply> replies) {
        if (replies.size() >= Depth.CONNECT.requests) {
            readServer(InfoReply.parse(replies.get(7).text()));
        }
        if (!introduced) {
            return ProbeOutcome.BUSY;
        }
        Optional<NodeProblem> unusable = serverProblem();
        if (unusable.isPresent()) {
            return ProbeOutcome.unusable(unusable.get(), false);
        }
        replication = InfoReply.parse(replies.get(0).text());
        keys = replies.get(1).isError() ? keys : replies.get(1).number();
        cluster = InfoReply.parse(replies.get(2).text());
        if (replies.size() >= Depth.FULL.requests) {
            ClusterNodesReply all = ClusterNodesReply.parse(replies.get(3).text());
            nodes = Optional.of(all);
            digest = all.digest();
            nodesReadAt = clusterMark();
            readConfig(replies.subList(4, 7));
        }
        return dataWithoutSlots() ? ProbeOutcome.unusable(NodeProblem.DATA_WITHOUT_SLOTS, true) : ProbeOutcome.UP;
    }

    private void readServer(InfoReply reply) {
        String before = server.text("run_id");
        sawOtherRun = !before.isEmpty() && !before.equals(reply.text("run_id"));
        server = reply;
        introduced = true;
    }

    private void readConfig(List<Reply> replies) {
        Map<String, String> told = new HashMap<>();
        for (Reply reply : replies) {
            for (int i = 0; i + 1 < reply.size(); i += 2) {
                told.put(reply.element(i).text(), reply.element(i + 1).text());
            }
        }
        String minReplicas = told.getOrDefault(NodeSettings.MIN_REPLICAS, "");
        fenced = NodeSettings.isFence(minReplicas);
        settings.noteMinReplicas(minReplicas);
        told.put(NodeSettings.MIN_REPLICAS, Integer.toString(settings.requiredReplicas()));
        config = NodeConfig.of(told);
        // Any delay that nobody would choose to collect replicas counts, whoever set it.
        syncHeld = config.syncDelaySeconds() >= HELD_SECONDS;
    }

    private Optional<NodeProblem> serverProblem() {
        if (!server.has("redis_version") || !server.has("run_id")) {
            return Optional.of(NodeProblem.NOT_REDIS);
        }
        return ServerVersion.parse(server.text("redis_version")).atLeast(6, 2)
                ? Optional.empty()
                : Optional.of(NodeProblem.UNSUPPORTED_VERSION);
    }

    private boolean dataWithoutSlots() {
        return keys > 0
                && replication.isPrimary()
                && nodes.filter(n -> n.lines().size() == 1 && n.ownership().isEmpty())
                        .isPresent();
    }

    private String clusterMark() {
        return String.join(
                " ",
                replication.text("role"),
                replication.text("master_host"),
                replication.text("master_port"),
                cluster.text("cluster_state"),
                cluster.text("cluster_slots_assigned"),
                cluster.text("cluster_known_nodes"),
                cluster.text("cluster_size"),
                cluster.text("cluster_current_epoch"),
                cluster.text("cluster_my_epoch"));
    }

    private NodeView view(ClusterNodesReply all) {
        ClusterNodeLine self = all.myself();
        boolean primary = replication.isPrimary();
        return new NodeView(
                self.id(),
                server.text("run_id"),
                server.text("redis_version"),
                primary ? NodeRole.PRIMARY : NodeRole.REPLICA,
                primary ? Optional.empty() : self.primary(),
                replication.text("master_replid"),
                replication.offset(),
                replication.linkUp(),
                replication.synced(),
                keys,
                self.configEpoch(),
                self.slots(),
                digest,
                all.knownNodes(),
                all.looseEnds(),
                cluster.text("cluster_state").equals("ok"),
                fenced,
                syncHeld,
                settings.isConfigured(server.text("run_id")) && config.isAsRequired(),
                config,
                new Redundancy(settings.requiredReplicas(), replication.replicasInTime()));
    }
}
