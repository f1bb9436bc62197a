package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.AgentIdentity;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.EndorseRequest;
import io.slotkeeper.core.protocol.Guard;
import io.slotkeeper.core.protocol.Guarding;
import io.slotkeeper.core.protocol.MoveFigures;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.protocol.ProcessState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An agent process that obeys orders, unless it was told how to react. */
public final class FakeAgent {
    private static final long DOWN_MICROS = 150;

    private final FakeCluster cluster;
    private final VirtualTime time;
    private final FakeRedisCluster redis;
    private final FakeNode node;
    private final FakeProcess process;
    private final Map<OrderType, Deque<Reaction>> reactions = new EnumMap<>(OrderType.class);
    private final Map<String, Long> seenEpochs = new HashMap<>();
    private AgentIdentity identity;
    private NodeProblem problem = NodeProblem.NONE;
    private Optional<NodeView> lastView = Optional.empty();
    private long sequence;
    private long seenTerm;
    private FakeGuard guard;

    FakeAgent(FakeCluster cluster, FakeNode node, AgentIdentity identity, long clockOffsetNanos) {
        this.cluster = cluster;
        this.time = cluster.time();
        this.redis = cluster.redis();
        this.node = node;
        this.identity = identity;
        this.process = new FakeProcess(time, clockOffsetNanos);
        this.guard = new FakeGuard(cluster, this);
    }

    public String name() {
        return identity.name();
    }

    public AgentIdentity identity() {
        return identity;
    }

    public FakeNode node() {
        return node;
    }

    public boolean isRunning() {
        return process.isUp();
    }

    /** What runs on it: everything of the agent but not its node. */
    FakeProcess process() {
        return process;
    }

    /** The agent's own monotonic clock, which has nothing to do with the coordinators'. */
    public long clockNanos() {
        return process.clockNanos();
    }

    /** From now on the clock runs at another rate; 1 is that of the simulation. */
    public void clockRate(double rate) {
        process.clockRate(rate);
    }

    FakeGuard guard() {
        return guard;
    }

    Optional<NodeView> lastView() {
        return lastView;
    }

    void endorse(EndorseRequest request, FakeGuard asker) {
        process.run(() -> guard.answer(request, asker));
    }

    /** The next order of that type meets this reaction. */
    public void next(OrderType type, Reaction reaction) {
        reactions.computeIfAbsent(type, t -> new ArrayDeque<>()).add(reaction);
    }

    public void problem(NodeProblem present) {
        problem = present;
    }

    void moveTo(String host) {
        identity = new AgentIdentity(
                identity.name(), identity.instance(), identity.zone(), host, identity.port(), identity.busPort());
    }

    public void stop() {
        process.end();
        guard.stop();
    }

    public void restart() {
        process.begin();
        sequence = 0;
        lastView = Optional.empty();
        seenTerm = 0;
        seenEpochs.clear();
        guard.stop();
        guard = new FakeGuard(cluster, this);
        identity = new AgentIdentity(
                identity.name(),
                "i" + process.life(),
                identity.zone(),
                identity.host(),
                identity.port(),
                identity.busPort());
        cluster.known(this);
    }

    AgentReport report() {
        ProcessState state = processState();
        if (state == ProcessState.UP) {
            lastView = Optional.of(redis.view(node));
        }
        guard.look();
        long down = state == ProcessState.GONE ? DOWN_MICROS : 0;
        return new AgentReport(
                identity,
                ++sequence,
                clockNanos(),
                state,
                down,
                0,
                problem,
                new Guarding(true, name(), node.port, 0, guard.askedReplicas()),
                lastView);
    }

    private ProcessState processState() {
        if (!node.up) {
            return ProcessState.GONE;
        }
        if (node.hung) {
            return node.stopped ? ProcessState.HUNG : ProcessState.SILENT;
        }
        return ProcessState.UP;
    }

    Reaction reactionTo(AgentCommand command) {
        Deque<Reaction> planned = reactions.get(command.order().type());
        return planned == null || planned.isEmpty() ? Reaction.OBEY : planned.remove();
    }

    /** Whether the agent has to wait before it can carry the command out. */
    boolean mustWait(AgentCommand command) {
        return FakeOrders.mustWait(command.order(), node);
    }

    /** Why a command is not carried out, if so; its numbers are remembered. */
    Optional<Result> admits(AgentCommand command) {
        return refusal(command.guard()).or(() -> promised(command.order()));
    }

    /**
     * @param waited it was judged when it arrived, which is some time ago
     */
    CommandReply execute(AgentCommand command, Reaction reaction, boolean waited) {
        Result result = Result.DONE;
        if (reaction.carriedOut()) {
            boolean judge = !waited || !cluster.has(Flaw.DEADLINE_NOT_RECHECKED);
            Optional<Result> refusal = judge ? admits(command) : Optional.empty();
            result = refusal.orElseGet(() -> obey(command));
        }
        Result told = reaction.forced().orElse(result);
        long offset = told == Result.DONE ? offset(command.order()) : -1;
        return new CommandReply(
                command.id(),
                told,
                told == Result.DONE ? "" : "because of the test",
                offset,
                1,
                figures(command.order()),
                report());
    }

    private static Map<String, Long> figures(Order order) {
        return order instanceof Order.MoveKeys ? new MoveFigures(0, 0, 0, 0).toMap() : Map.of();
    }

    private long offset(Order order) {
        return switch (order.type()) {
            case PAUSE_WRITES -> node.offset;
            case COUNT_KEYS -> node.strandedKeys;
            default -> -1;
        };
    }

    private Optional<Result> promised(Order order) {
        return Optional.of(order)
                .filter(Order.Promote.class::isInstance)
                .flatMap(o -> guard.objection((Order.Promote) o))
                .filter(objection -> !cluster.has(Flaw.PROMISE_IGNORED))
                .map(objection -> Result.REFUSED_PROMISED);
    }

    private Optional<Result> refusal(Guard guard) {
        boolean stale = guard.term() < seenTerm || guard.epoch() < seenEpochs.getOrDefault(guard.shard(), 0L);
        if (stale && !cluster.has(Flaw.STALE_TERM_OBEYED)) {
            return Optional.of(Result.REFUSED_STALE);
        }
        seenTerm = Math.max(seenTerm, guard.term());
        seenEpochs.merge(guard.shard(), guard.epoch(), Math::max);
        boolean late = guard.notAfterNanos() < clockNanos();
        return late ? Optional.of(Result.REFUSED_LATE) : Optional.empty();
    }

    private Result obey(AgentCommand command) {
        Order order = command.order();
        if (order instanceof Order.Dismiss) {
            stop();
            return Result.DONE;
        }
        if (order instanceof Order.Report) {
            return Result.DONE;
        }
        if (order instanceof Order.Look look) {
            return cluster.reaches(name(), look.node().id()) ? Result.DONE : Result.FAILED;
        }
        if (!node.up) {
            return Result.FAILED;
        }
        if (order instanceof Order.Drill drill) {
            return drill.rehearsal() ? Result.DONE : make(drill);
        }
        if (order instanceof Order.KillNode) {
            redis.crash(node);
            return Result.DONE;
        }
        if (order instanceof Order.Unfence
                && !node.hung
                && !guard.mayUnfence(command.guard().epoch())) {
            return Result.FAILED;
        }
        if (order instanceof Order.Release && !node.hung) {
            guard.released();
        }
        if (order instanceof Order.Fence && !node.hung) {
            guard.fencedByOrder(command.guard().epoch());
        }
        if (order instanceof Order.PauseWrites pause && !node.hung) {
            guard.writesPaused(pause.millis());
        }
        if (order instanceof Order.ResumeWrites resume
                && !node.hung
                && (!resume.onceReplica() || node.role == NodeRole.REPLICA)) {
            guard.writesResumed();
        }
        if (order instanceof Order.Promote promote && !node.hung) {
            guard.promoting(promote);
            cluster.histories().promoting(node, command.guard());
        }
        return node.hung ? Result.UNKNOWN : FakeOrders.carryOut(order, node, redis, time);
    }

    private Result make(Order.Drill drill) {
        switch (drill.fault()) {
            case CRASH -> redis.crash(node);
            case HANG -> {
                node.hung = true;
                node.stopped = true;
                cluster.time().after(drill.millis() * 1000, () -> redis.resume(node));
            }
            case KILL_AGENT -> stop();
            default -> {
                return Result.FAILED;
            }
        }
        return Result.DONE;
    }
}
