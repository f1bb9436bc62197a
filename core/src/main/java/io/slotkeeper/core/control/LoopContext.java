package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.decide.Exclusion;
import io.slotkeeper.core.detect.AgentSession;
import io.slotkeeper.core.detect.FailureDetector;
import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.migrate.OpenSlots;
import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.Guard;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.record.Charge;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.Custody;
import io.slotkeeper.core.record.DecisionNoted;
import io.slotkeeper.core.record.SlotMapRecord;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What the parts of the control loop share during a step: the replicated state, the soft state, the time, and where
 * effects go. Belongs to one control loop.
 */
final class LoopContext {
    private static final long PROBE_COUNTS_FOR_MILLIS = 2000;

    final ControlOptions options;
    final FailureDetector detector;
    private final Map<Long, Consumer<CommandOutcome>> openCommands = new HashMap<>();
    private final Set<String> openProposals = new HashSet<>();
    private final Map<NodeId, ProbeResult> probes = new HashMap<>();
    private final Map<NodeId, Sighting> sightings = new HashMap<>();
    /** Shards with {@link Rivals}: hardly ever any. */
    final Set<String> contested = new TreeSet<>();

    private List<Effect> effects = new ArrayList<>();
    private long nextCommandId = 1;

    ClusterState state = ClusterState.initial();
    Moment now = new Moment(0, 0);
    boolean leader;
    long term;
    long leaderSinceNanos;
    private long lagMillis;
    private long laggedNanos;

    private record ProbeResult(boolean answered, long atNanos) {}

    /** What a replica's agent found when it was asked to look at another node. */
    private record Sighting(NodeId of, boolean reached, long atNanos) {}

    LoopContext(ControlOptions options) {
        this.options = options;
        this.detector = new FailureDetector(options.detection());
    }

    void emit(Effect effect) {
        effects.add(effect);
    }

    List<Effect> takeEffects() {
        List<Effect> taken = effects;
        effects = new ArrayList<>();
        return taken;
    }

    void forgetOpenWork() {
        openCommands.clear();
        openProposals.clear();
        probes.clear();
        sightings.clear();
        contested.clear();
    }

    /** Proposes a record unless one about the same subject is still under way. Returns whether it did. */
    boolean propose(SlotMapRecord record) {
        if (!leader || !openProposals.add(ProposalSubject.of(record))) {
            return false;
        }
        emit(new Effect.Propose(record));
        return true;
    }

    boolean isProposing(String subject) {
        return openProposals.contains(subject);
    }

    void proposalEnded(SlotMapRecord record) {
        openProposals.remove(ProposalSubject.of(record));
    }

    /** Logs a sentence and keeps it in the history. */
    void note(Effect.Note.Level level, String shard, String code, String text) {
        emit(new Effect.Note(level, shard, code, text));
        propose(new DecisionNoted(shard, code, text, now.epochMillis()));
    }

    /**
     * Sends an order to the agent of a node; the outcome comes back exactly once unless leadership is lost before.
     *
     * @param notAfterNanos on the agent's clock, see {@link #onAgentClock}
     */
    void send(
            Node node,
            String shard,
            long epoch,
            Order order,
            long notAfterNanos,
            long timeoutMillis,
            Consumer<CommandOutcome> then) {
        Optional<AgentSession> session = sessionOf(node);
        if (session.isEmpty()) {
            then.accept(CommandOutcome.lost(false));
            return;
        }
        long id = nextCommandId++;
        openCommands.put(id, then);
        AgentCommand command = new AgentCommand(id, new Guard(term, shard, epoch, notAfterNanos), order);
        String address = session.get().report().identity().commandAddress();
        emit(new Effect.Send(node.agent(), address, command, timeoutMillis));
    }

    void commandEnded(long id, CommandOutcome outcome) {
        Consumer<CommandOutcome> then = openCommands.remove(id);
        if (then != null) {
            then.accept(outcome);
        }
    }

    /**
     * A moment on this coordinator's clock, expressed on the clock of a node's agent. Never later than the moment itself:
     * the agent's report was sent before it was heard.
     */
    long onAgentClock(Node node, long nanos) {
        return sessionOf(node)
                .map(s -> s.report().sentNanos() + (nanos - s.heardNanos()))
                .orElse(Long.MIN_VALUE);
    }

    /** The session of the agent beside a node, if its newest report is about that node. */
    Optional<AgentSession> sessionOf(Node node) {
        return detector.session(node.agent()).filter(session -> session.report()
                .view()
                .map(view -> view.id().equals(node.id()))
                .orElse(true));
    }

    /** The session of a node's agent that says that another node answers at the node's address. */
    private Optional<AgentSession> supplanting(Node node) {
        return detector.session(node.agent())
                .filter(session -> session.report().process() == ProcessState.UP)
                .filter(session -> session.report().identity().host().equals(node.host())
                        && session.report().identity().port() == node.port());
    }

    /** Nodes that are about to be restarted, or that have just joined. */
    Map<NodeId, Exclusion> notPromotable() {
        Map<NodeId, Exclusion> excluded = new HashMap<>();
        state.upkeep().drained().keySet().forEach(node -> excluded.put(node, Exclusion.DRAINED));
        state.upkeep().membership().joining().forEach(node -> excluded.put(node, Exclusion.JOINING));
        return excluded;
    }

    void probed(NodeId node, boolean answered) {
        probes.put(node, new ProbeResult(answered, now.nanos()));
    }

    void looked(NodeId from, NodeId to, boolean reached) {
        sightings.put(from, new Sighting(to, reached, now.nanos()));
    }

    private Optional<Boolean> sees(NodeId from, NodeId to) {
        return Optional.ofNullable(sightings.get(from))
                .filter(s -> s.of.equals(to) && now.millisSince(s.atNanos) <= PROBE_COUNTS_FOR_MILLIS)
                .map(Sighting::reached);
    }

    /** The event loop was late. What is not heard means nothing until there was time to hear it. */
    void lagged(long millis) {
        if (millis >= lagMillis() || millis > options.failover().maxLeaderLagMillis()) {
            lagMillis = millis;
            laggedNanos = now.nanos();
        }
    }

    /** The longest delay of the event loop within the time after which silence counts. */
    long lagMillis() {
        return now.millisSince(laggedNanos) <= options.detection().silenceAfterMillis() ? lagMillis : 0;
    }

    NodeSight sight(Node node) {
        return sight(node, Optional.empty());
    }

    private NodeSight sight(Node node, Optional<NodeId> primary) {
        Optional<AgentSession> session = sessionOf(node).or(() -> supplanting(node));
        boolean alive = session.isPresent() && detector.isAlive(node.agent(), now);
        boolean lost = !alive && detector.isLost(node.agent(), leaderSinceNanos, now);
        Optional<Boolean> reachable = Optional.ofNullable(probes.get(node.id()))
                .filter(probe -> now.millisSince(probe.atNanos) <= PROBE_COUNTS_FOR_MILLIS)
                .map(ProbeResult::answered);
        return new NodeSight(
                node,
                session.map(AgentSession::report),
                alive,
                lost,
                reachable,
                primary.flatMap(p -> sees(node.id(), p)));
    }

    ShardView view(Shard shard) {
        return new ShardView(
                shard,
                sight(shard.primary()),
                shard.replicas().stream()
                        .map(replica ->
                                sight(replica, Optional.of(shard.primary().id())))
                        .toList(),
                movingSlots());
    }

    Custody custody() {
        return state.upkeep().custody();
    }

    /** Whether Slotkeeper may act on the nodes. */
    boolean inCharge() {
        return custody().charge() == Charge.IN_CHARGE;
    }

    /** Slots that operations are moving. */
    SlotSet movingSlots() {
        return OpenSlots.underMigration(state);
    }
}
