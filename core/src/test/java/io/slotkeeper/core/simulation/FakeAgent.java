package io.slotkeeper.core.simulation;

import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.AgentIdentity;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.Guard;
import io.slotkeeper.core.protocol.NodeProblem;
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

    private final VirtualTime time;
    private final FakeRedisCluster redis;
    private final FakeNode node;
    private final long clockOffsetNanos;
    private final Map<OrderType, Deque<Reaction>> reactions = new EnumMap<>(OrderType.class);
    private final Map<String, Long> seenEpochs = new HashMap<>();
    private AgentIdentity identity;
    private NodeProblem problem = NodeProblem.NONE;
    private Optional<NodeView> lastView = Optional.empty();
    private boolean running = true;
    private int starts = 1;
    private long sequence;
    private long seenTerm;

    FakeAgent(VirtualTime time, FakeRedisCluster redis, FakeNode node, AgentIdentity identity, long clockOffsetNanos) {
        this.time = time;
        this.redis = redis;
        this.node = node;
        this.identity = identity;
        this.clockOffsetNanos = clockOffsetNanos;
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
        return running;
    }

    /** The agent's own monotonic clock, which has nothing to do with the coordinators'. */
    public long clockNanos() {
        return time.nanos() + clockOffsetNanos;
    }

    /** The next order of that type meets this reaction. */
    public void next(OrderType type, Reaction reaction) {
        reactions.computeIfAbsent(type, t -> new ArrayDeque<>()).add(reaction);
    }

    public void problem(NodeProblem present) {
        problem = present;
    }

    public void stop() {
        running = false;
    }

    public void restart() {
        running = true;
        starts++;
        sequence = 0;
        lastView = Optional.empty();
        seenTerm = 0;
        seenEpochs.clear();
        identity = new AgentIdentity(
                identity.name(), "i" + starts, identity.zone(), identity.host(), identity.port(), identity.busPort());
    }

    AgentReport report() {
        ProcessState process = process();
        if (process == ProcessState.UP) {
            lastView = Optional.of(redis.view(node));
        }
        long down = process == ProcessState.GONE ? DOWN_MICROS : 0;
        return new AgentReport(identity, ++sequence, clockNanos(), process, down, 0, problem, lastView);
    }

    private ProcessState process() {
        if (!node.up) {
            return ProcessState.GONE;
        }
        return node.hung ? ProcessState.SILENT : ProcessState.UP;
    }

    Reaction reactionTo(AgentCommand command) {
        Deque<Reaction> planned = reactions.get(command.order().type());
        return planned == null || planned.isEmpty() ? Reaction.OBEY : planned.remove();
    }

    /** Whether the agent has to wait before it can carry the command out. */
    boolean mustWait(AgentCommand command) {
        return FakeOrders.mustWait(command.order(), node);
    }

    CommandReply execute(AgentCommand command, Reaction reaction) {
        Result result = Result.DONE;
        if (reaction.carriedOut()) {
            result = refusal(command.guard()).orElseGet(() -> obey(command.order()));
        }
        Result told = reaction.forced().orElse(result);
        long offset = command.order() instanceof Order.PauseWrites && told == Result.DONE ? node.offset : -1;
        return new CommandReply(
                command.id(), told, told == Result.DONE ? "" : "because of the test", offset, 1, report());
    }

    private Optional<Result> refusal(Guard guard) {
        if (guard.term() < seenTerm || guard.epoch() < seenEpochs.getOrDefault(guard.shard(), 0L)) {
            return Optional.of(Result.REFUSED_STALE);
        }
        seenTerm = guard.term();
        seenEpochs.put(guard.shard(), guard.epoch());
        return guard.notAfterNanos() < clockNanos() ? Optional.of(Result.REFUSED_LATE) : Optional.empty();
    }

    private Result obey(Order order) {
        if (order instanceof Order.Dismiss) {
            stop();
            return Result.DONE;
        }
        if (order instanceof Order.Report) {
            return Result.DONE;
        }
        if (!node.up) {
            return Result.FAILED;
        }
        return node.hung ? Result.UNKNOWN : FakeOrders.carryOut(order, node, redis, time);
    }
}
