package io.slotkeeper.agent.node;

import io.slotkeeper.agent.AgentOptions;
import io.slotkeeper.agent.AgentTiming;
import io.slotkeeper.agent.process.NodeProcess;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the state of the node's process and what the node last said.
 *
 * <pre>
 * event                                              process
 * connection refused                                 GONE
 * connection breaks, or fails otherwise              UNKNOWN
 * probe answered                                     UP, or LOADING when the node says so
 * a probe or a handshake is open for hang-after      SILENT, BUSY or HUNG, as the process looks
 * </pre>
 *
 * <p>All on the agent's event loop.
 */
public final class NodeWatch implements NodeConnection.Listener, NodeCommands {
    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);
    private static final long FULL_PROBE_NANOS = 1_000_000_000;
    /** A connection that says nothing for so many hang-after times is replaced: the network may have forgotten it. */
    private static final int REPLACE_AFTER_HANGS = 15;

    /** Hears of what happens; on the agent's event loop. */
    public interface Listener {
        /** The state may have changed. */
        void stateRead();

        /** A connection was made. */
        void connected();

        /** A probe was answered. */
        void probeAnswered(long nanos);
    }

    private final AgentOptions options;
    private final AgentTiming timing;
    private final NodeConnection connection;
    private final NodeProbe probe;
    private final NodeProcess osProcess;
    private final Listener listener;
    private final Deque<Long> openProbes = new ArrayDeque<>();
    private ProcessState process = ProcessState.UNKNOWN;
    private NodeProblem problem = NodeProblem.NONE;
    private Optional<NodeView> view = Optional.empty();
    private Optional<Long> brokenAt = Optional.empty();
    private long fullProbeAt;
    private long excusedUntil = System.nanoTime();
    /** On this connection something was answered. */
    private boolean answered;
    /** On this connection everything was answered, so that the process is known. */
    private boolean greeted;
    /** The last answer said all, so the view is of then. */
    private boolean complete;

    public NodeWatch(Vertx vertx, AgentOptions options, NodeSettings settings, Listener listener) {
        this.options = options;
        this.timing = options.timing();
        this.listener = listener;
        this.probe = new NodeProbe(settings);
        this.osProcess = new NodeProcess(vertx, options.timing());
        this.connection = new NodeConnection(vertx, options.redis(), timing, this);
    }

    /** Starts connecting; tries again for ever. */
    public void start() {
        connection.open();
    }

    /** Closes the connection. */
    public Future<Void> stop() {
        return connection.close();
    }

    /** What is known at this moment. */
    public NodeState state() {
        long now = System.nanoTime();
        long silent = silentNanos(now);
        boolean hangs = silent >= timing.hangAfter().toNanos();
        return new NodeState(
                hangs ? judge(silent, now) : process,
                brokenAt.map(at -> Math.max(1, (now - at) / 1000)).orElse(0L),
                silent / 1000,
                problem,
                view);
    }

    private ProcessState judge(long silent, long now) {
        return now - excusedUntil < 0 ? ProcessState.BUSY : osProcess.judge(silent);
    }

    /** The node is about to be silent because it was told to do something long: it is busy until then, not hung. */
    public void excuse(long millis) {
        excusedUntil = System.nanoTime() + millis * 1_000_000;
    }

    /** What the node was excused for is over. */
    public void expectAnswers() {
        excusedUntil = System.nanoTime();
    }

    /** Whether the node's last answer said all; otherwise it was loading or busy, and the view is older. */
    public boolean isViewFresh() {
        return complete;
    }

    /** What the node said last of the cluster. */
    public Optional<ClusterNodesReply> clusterNodes() {
        return probe.nodes();
    }

    /**
     * The regular probe.
     *
     * @return done when it is answered; done at once when there is nothing to ask or an answer is still due
     */
    public Future<Void> tick() {
        long now = System.nanoTime();
        if (!openProbes.isEmpty()) {
            replaceIfDead(now);
            watchProcess(now);
            return Future.succeededFuture();
        }
        if (!connection.isOpen()
                || (problem != NodeProblem.NONE
                        && now - fullProbeAt < timing.retry().toNanos())) {
            return Future.succeededFuture();
        }
        Future<Void> done = greeted && problem == NodeProblem.NONE ? ask(depth(now)) : greet();
        // A lost connection is told by broken(); the next report says it.
        return done.otherwiseEmpty();
    }

    /** Asks the node everything now. Fails with {@link NodeLostException}. */
    public Future<Void> refresh() {
        return ask(NodeProbe.Depth.FULL);
    }

    /**
     * Sends commands and, in the same pipeline, asks the node everything: one round trip for an order and its report.
     *
     * @return the replies to the commands; the state is read already. Fails with {@link NodeLostException}
     */
    public Future<List<Reply>> runAndRead(List<Request> commands) {
        List<Request> requests = new ArrayList<>(commands);
        requests.addAll(NodeProbe.requests(NodeProbe.Depth.FULL));
        return timed(requests).map(replies -> {
            take(replies.subList(commands.size(), replies.size()));
            return replies.subList(0, commands.size());
        });
    }

    private ProbeOutcome take(List<Reply> probeReplies) {
        ProbeOutcome outcome = probe.read(probeReplies);
        process = outcome.process();
        complete = outcome.complete();
        brokenAt = Optional.empty();
        answered = true;
        osProcess.answered();
        if (outcome.complete()) {
            view = probe.view();
        }
        notice(outcome.problem());
        listener.stateRead();
        return outcome;
    }

    @Override
    public Future<List<Reply>> run(List<Request> requests) {
        return connection.run(requests);
    }

    @Override
    public void connected() {
        listener.connected();
        process = ProcessState.UNKNOWN;
        answered = false;
        greeted = false;
        probe.newConnection();
        // A node that breaks off is told by broken().
        greet().onSuccess(done -> LOG.debug("The node at {} answers", options.redis()));
    }

    @Override
    public void broken() {
        process = ProcessState.UNKNOWN;
        if (brokenAt.isEmpty()) {
            brokenAt = Optional.of(System.nanoTime());
        }
        if (!answered && view.isEmpty()) {
            notice(NodeProblem.NOT_REDIS);
        }
        LOG.debug("The connection to the node at {} broke", options.redis());
    }

    @Override
    public void failed(ConnectFailure failure, Throwable cause) {
        ProcessState before = process;
        process = failure == ConnectFailure.REFUSED ? ProcessState.GONE : ProcessState.UNKNOWN;
        if (brokenAt.isEmpty()) {
            brokenAt = Optional.of(System.nanoTime());
        }
        // A server that was Redis before may refuse a connection too, for example when it has too many clients.
        if (failure == ConnectFailure.GARBAGE && view.isEmpty()) {
            notice(NodeProblem.NOT_REDIS);
        }
        if (before != process) {
            LOG.info("The node at {} cannot be reached ({}): {}", options.redis(), failure, cause.getMessage());
        }
        listener.stateRead();
    }

    private Future<Void> greet() {
        List<Request> requests = new ArrayList<>();
        Requests.login(options.credentials()).ifPresent(requests::add);
        int skip = requests.size();
        requests.addAll(NodeProbe.requests(NodeProbe.Depth.CONNECT));
        return timed(requests).map(replies -> {
            greeted = take(replies.subList(skip, replies.size())).complete();
            probe.introduction().ifPresent(osProcess::introduced);
            holdBackFullSyncs();
            return null;
        });
    }

    private void holdBackFullSyncs() {
        if (!greeted || !probe.freshEmptyPrimary() || !probe.leavesFailoverToUs()) {
            return;
        }
        LOG.warn(
                "The node at {} has just started as an empty primary; it feeds no replica until the coordinator allows it",
                options.redis());
        run(List.of(
                        Requests.configSet("repl-diskless-sync", "yes"),
                        Requests.configSet(NodeSettings.SYNC_DELAY, "3600")))
                .onSuccess(replies -> replies.stream()
                        .filter(Reply::isError)
                        .forEach(reply -> LOG.error(
                                "The node at {} refused to hold back full syncs: {}. Replicas may be wiped by it; set"
                                        + " repl-diskless-sync yes and repl-diskless-sync-delay 3600 in its redis.conf.",
                                options.redis(),
                                reply.error())))
                .onFailure(e -> LOG.warn(
                        "The node at {} was lost before it was told to hold back full syncs", options.redis()));
    }

    private Future<Void> ask(NodeProbe.Depth depth) {
        return timed(NodeProbe.requests(depth)).compose(replies -> {
            take(replies);
            return depth == NodeProbe.Depth.LIGHT && probe.stale()
                    ? ask(NodeProbe.Depth.FULL)
                    : Future.succeededFuture();
        });
    }

    private Future<List<Reply>> timed(List<Request> requests) {
        long start = System.nanoTime();
        if (requests.size() > NodeProbe.requests(NodeProbe.Depth.LIGHT).size()) {
            fullProbeAt = start;
        }
        if (!connection.isOpen()) {
            return run(requests);
        }
        openProbes.addLast(start);
        return run(requests).onComplete(result -> {
            openProbes.removeFirst();
            if (result.succeeded()) {
                listener.probeAnswered(System.nanoTime() - start);
            }
        });
    }

    private NodeProbe.Depth depth(long now) {
        return now - fullProbeAt >= FULL_PROBE_NANOS ? NodeProbe.Depth.FULL : NodeProbe.Depth.LIGHT;
    }

    private void watchProcess(long now) {
        if (silentNanos(now) > timing.hangAfter().toNanos() / 4) {
            osProcess.watch();
        }
    }

    /** The node's process, as far as the agent sees it. */
    public NodeProcess process() {
        return osProcess;
    }

    private long silentNanos(long now) {
        long since = openProbes.isEmpty() ? connection.connectingSince() : openProbes.getFirst();
        return since == 0 ? 0 : Math.max(0, now - since);
    }

    private void replaceIfDead(long now) {
        if (now - openProbes.getFirst()
                > REPLACE_AFTER_HANGS * timing.hangAfter().toNanos()) {
            connection.replace();
        }
    }

    private void notice(NodeProblem found) {
        if (found == problem) {
            return;
        }
        if (found == NodeProblem.NONE) {
            LOG.info("The node at {} can be used now", options.redis());
        } else {
            LOG.error("The node at {} cannot be used: {}", options.redis(), found.text());
        }
        problem = found;
    }
}
