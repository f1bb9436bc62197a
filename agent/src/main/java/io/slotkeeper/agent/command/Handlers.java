package io.slotkeeper.agent.command;

import io.slotkeeper.agent.AgentOptions;
import io.slotkeeper.agent.Dismissal;
import io.slotkeeper.agent.node.NodeSettings;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.agent.node.SideConnection;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handler of every kind of order. */
final class Handlers {
    private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

    /**
     * Orders of several steps, which must not mix: one runs after the other. All others are one pipeline each, or wait
     * without changing anything; they begin at once, so that a promotion or a fence never stands behind a slow order.
     */
    private static final Set<OrderType> IN_TURN = Set.of(
            OrderType.CONFIGURE,
            OrderType.MEET,
            OrderType.ASSIGN_SLOTS,
            OrderType.YIELD,
            OrderType.FOLLOW,
            OrderType.TAKE_SLOTS,
            OrderType.BUMP_EPOCH,
            OrderType.CLOSE_SLOTS,
            OrderType.RELEASE,
            OrderType.RETIRE,
            OrderType.FORGET);

    private final Map<OrderType, OrderHandler<Order>> handlers = new EnumMap<>(OrderType.class);
    private final ConfigureHandler configure;

    Handlers(
            Vertx vertx,
            AgentOptions options,
            NodeWatch node,
            NodeSettings settings,
            CommandExecutor.Surroundings surroundings) {
        Guardian guardian = surroundings.guardian();
        Polling polling = new Polling(vertx, node);
        WritePause pause = new WritePause(node, polling, guardian);
        WriteFence fence = new WriteFence(node, settings, guardian);
        configure = new ConfigureHandler(node, settings, options.credentials());
        on(OrderType.CONFIGURE, Order.Configure.class, configure);
        on(OrderType.MEET, Order.Meet.class, new MeetHandler(node, new HostResolver(vertx)));
        on(OrderType.ASSIGN_SLOTS, Order.AssignSlots.class, new AssignSlotsHandler(node, new ShortRejoin(vertx, node)));
        on(OrderType.YIELD, Order.Yield.class, new YieldHandler(node, fence));
        on(OrderType.FOLLOW, Order.Follow.class, new FollowHandler(node));
        on(OrderType.PROMOTE, Order.Promote.class, new PromoteHandler(vertx, node, polling, guardian));
        on(OrderType.PAUSE_WRITES, Order.PauseWrites.class, pause::pause);
        on(OrderType.RESUME_WRITES, Order.ResumeWrites.class, pause::resume);
        on(OrderType.FENCE, Order.Fence.class, fence::fence);
        on(OrderType.UNFENCE, Order.Unfence.class, fence::unfence);
        on(OrderType.TAKE_SLOTS, Order.TakeSlots.class, new TakeSlotsHandler(node));
        on(OrderType.BUMP_EPOCH, Order.BumpEpoch.class, new BumpEpochHandler(node));
        on(OrderType.REQUIRE_REPLICAS, Order.RequireReplicas.class, fence::require);
        on(OrderType.ALLOW_SYNC, Order.AllowSync.class, (order, permit) -> allowSync(node));
        on(OrderType.REPORT, Order.Report.class, (order, permit) -> report(node));
        on(OrderType.DISMISS, Order.Dismiss.class, (order, permit) -> dismiss(order, surroundings.dismissed()));
        on(OrderType.KILL_NODE, Order.KillNode.class, new KillNodeHandler(node, node.process()));
        SideConnection side = new SideConnection(vertx, options);
        on(OrderType.SET_SLOTS, Order.SetSlots.class, new SetSlotsHandler(vertx, node));
        on(OrderType.MOVE_KEYS, Order.MoveKeys.class, new MoveKeysHandler(side, node, options.credentials()));
        on(OrderType.SCAN_SLOTS, Order.ScanSlots.class, new ScanSlotsHandler(side));
        OpenSlotsHandler openSlots = new OpenSlotsHandler(node);
        on(OrderType.COUNT_KEYS, Order.CountKeys.class, openSlots::count);
        on(OrderType.CLOSE_SLOTS, Order.CloseSlots.class, openSlots::close);
        ForgetHandler forget = new ForgetHandler(node);
        on(OrderType.SURVEY, Order.Survey.class, forget::survey);
        on(OrderType.RELEASE, Order.Release.class, new ReleaseHandler(node, settings, guardian, configure));
        on(OrderType.FORGET, Order.Forget.class, forget);
        on(OrderType.RETIRE, Order.Retire.class, new RetireHandler(node));
        on(OrderType.DRILL, Order.Drill.class, new DrillHandler(vertx, options.name(), options.drills(), node));
        on(OrderType.LOOK, Order.Look.class, new LookHandler(vertx));
    }

    /** Carries an order out. */
    Future<Outcome> handle(Order order, Permit permit) {
        return handlers.get(order.type()).handle(order, permit);
    }

    /** Whether an order waits for those of its kind before it. */
    static boolean inTurn(Order order) {
        return IN_TURN.contains(order.type());
    }

    /** Gives the node its former settings back. */
    Future<Outcome> restoreSettings() {
        return configure.restore();
    }

    private <O extends Order> void on(OrderType type, Class<O> kind, OrderHandler<O> handler) {
        handlers.put(type, (order, permit) -> handler.handle(kind.cast(order), permit));
    }

    private static Future<Outcome> allowSync(NodeWatch node) {
        return node.runAndRead(List.of(Requests.configSet(NodeSettings.SYNC_DELAY, "0")))
                .map(replies -> Outcome.ofReplies(replies).read());
    }

    private static Future<Outcome> report(NodeWatch node) {
        return node.refresh().map(read -> Outcome.DONE.read());
    }

    private static Future<Outcome> dismiss(Order.Dismiss order, Consumer<Dismissal> dismissed) {
        LOG.error("The coordinator does not want this agent ({}): {}", order.code(), order.text());
        dismissed.accept(new Dismissal(order.code(), order.text()));
        return Future.succeededFuture(Outcome.DONE);
    }
}
