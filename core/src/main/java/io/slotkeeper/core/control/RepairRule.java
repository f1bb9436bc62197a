package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.protocol.Endpoint;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The repair table, first row first:
 *
 * <pre>
 * CONFIGURE     settings are missing                                      CONFIG SET them
 * ASSIGN_SLOTS  forming, and the planned primary owns nothing             give it its slots
 * MEET          it knows fewer nodes than the map names, and every         meet all of them
 *               primary that is still forming serves its slots
 * FOLLOW        a replica of the map follows another node, or none        follow the primary
 * FENCE         a replica of the map claims slots of the shard, and is    make it refuse writes
 *               not fenced
 * ALLOW_SYNC    the primary of the map holds copies back, without need    allow them
 * UNFENCE       it is fenced, and holds the role that the map gives it    lift the fence
 * </pre>
 */
enum RepairRule {
    CONFIGURE(c -> !c.reported().configured(), c -> new Order.Configure(requiredSettings())),
    ASSIGN_SLOTS(
            c -> c.isForming()
                    && c.isPrimaryOfMap()
                    && !c.reported().slots().equals(c.shard().shard().slots()),
            c -> new Order.AssignSlots(c.shard().shard().slots(), c.formationEpoch())),
    MEET(c -> c.reported().knownNodes() < c.expectedNodes() && c.mayMeet(), RepairRule::meetAll),
    FOLLOW(RepairRule::followsWrongly, c -> new Order.Follow(c.shard().primary().id())),
    FENCE(RepairRule::claimsWrongly, c -> new Order.Fence()),
    ALLOW_SYNC(RepairRule::holdsSyncInVain, c -> new Order.AllowSync()),
    UNFENCE(RepairRule::isFencedInVain, c -> new Order.Unfence());

    private static final long FAR_MORE_KEYS = 2;

    private final Predicate<RepairCase> applies;
    private final Function<RepairCase, Order> order;

    RepairRule(Predicate<RepairCase> applies, Function<RepairCase, Order> order) {
        this.applies = applies;
        this.order = order;
    }

    static Optional<Order> firstOrder(RepairCase repairCase) {
        return Arrays.stream(values())
                .filter(rule -> rule.applies.test(repairCase))
                .findFirst()
                .map(rule -> rule.order.apply(repairCase));
    }

    /** What Redis must not do by itself when Slotkeeper is in charge (DESIGN section 2, facts 1 and 9). */
    private static Map<String, String> requiredSettings() {
        return Map.of(
                "cluster-replica-no-failover", "yes",
                "cluster-allow-replica-migration", "no",
                "cluster-require-full-coverage", "no",
                "cluster-node-timeout", "15000",
                "repl-diskless-sync", "yes");
    }

    private static Order meetAll(RepairCase c) {
        return new Order.Meet(c.context().state.map().shards().stream()
                .flatMap(shard -> shard.nodes())
                .map(Endpoint::of)
                .toList());
    }

    /**
     * A replica of the map that follows another node, or is a primary without slots. One that still claims slots is left to
     * Redis' own gossip, which takes them away within milliseconds after a promotion.
     */
    private static boolean followsWrongly(RepairCase c) {
        if (c.isPrimaryOfMap()) {
            return false;
        }
        return c.reportsRole(NodeRole.REPLICA)
                ? !c.reported().primary().equals(Optional.of(c.shard().primary().id()))
                : c.reported().slots().isEmpty();
    }

    /** Redis' own gossip takes its slots away; until then it must not accept writes. */
    private static boolean claimsWrongly(RepairCase c) {
        return !c.isForming()
                && !c.isPrimaryOfMap()
                && c.reportsRole(NodeRole.PRIMARY)
                && c.reported().slots().intersects(c.shard().shard().slots())
                && !c.reported().fenced();
    }

    private static boolean holdsSyncInVain(RepairCase c) {
        return c.isPrimaryOfMap()
                && c.reportsRole(NodeRole.PRIMARY)
                && c.reported().syncHeld()
                && c.shard().replicas().stream().noneMatch(replica -> mayLoseByCopy(c.reported(), replica));
    }

    /**
     * A full copy could replace data by nothing, or by next to nothing: what was written to a primary in the few seconds
     * since it came back without its data. What a silent agent said last proves nothing, and neither does an agent that a
     * new leader has yet to hear.
     */
    private static boolean mayLoseByCopy(NodeView primary, NodeSight replica) {
        if (primary.keys() == 0) {
            return !replica.isUp() || replica.view().filter(v -> v.keys() == 0).isEmpty();
        }
        return replica.view()
                .map(v ->
                        !v.replicationId().equals(primary.replicationId()) && v.keys() / FAR_MORE_KEYS > primary.keys())
                .orElse(!replica.agentAlive() && !replica.agentLost());
    }

    private static boolean isFencedInVain(RepairCase c) {
        return c.reported().fenced() && c.reportsRole(c.isPrimaryOfMap() ? NodeRole.PRIMARY : NodeRole.REPLICA);
    }
}
