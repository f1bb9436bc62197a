package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.Endpoint;
import io.slotkeeper.core.protocol.NodeConfig;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The repair table, first row first:
 *
 * <pre>
 * CONFIGURE     settings are missing                                      CONFIG SET them
 * REQUIRE_REPLICAS  its writes need more or fewer replicas than decided    set how many
 * ASSIGN_SLOTS  forming, and the planned primary owns nothing             give it its slots
 * RECLAIM       the primary lost slots that nobody owns, for a while      give it its slots
 * YIELD         it claims slots, or holds keys without slots, although   give up slots and keys
 *               another serves, and gossip will not demote it
 * BUMP_EPOCH    the config epoch of a primary of the map is not above     take a higher one
 *               that of a former primary, which would win: that
 *               primary; or others, if it is the highest it can know
 * MEET          it knows fewer nodes than the map names, and every         meet all of them, but
 *               primary that is still forming serves its slots           such a former primary
 * REINTRODUCE   it has no connection to nodes whose agents say that    meet those where they are now
 *               they are up, for a while
 * FORGET        it knows more nodes than the map names, for a while    forget the others
 * FOLLOW        a replica of the map follows another node, or none        follow the primary
 * TAKE_SLOTS    the primary of the map lacks slots that were given to    take them
 *               its shard from a lost one
 * FENCE         the primary of a lost shard claims slots, or              make it refuse writes
 *               a replica of the map claims slots of the shard, and is    make it refuse writes
 *               not fenced
 * ALLOW_SYNC    the primary of the map holds copies back, without need    allow them
 * UNFENCE       it is fenced, and holds the role that the map gives it    lift the fence
 * </pre>
 */
enum RepairRule {
    CONFIGURE(
            "CONFIG_DRIFT",
            "had other settings than Slotkeeper needs; they are set",
            c -> !c.reported().configured(),
            c -> new Order.Configure(NodeConfig.REQUIRED)),
    REQUIRE_REPLICAS(
            "WRITE_SAFETY",
            "needed another number of replicas for its writes than decided; it is set",
            RepairRule::needsOtherReplicas,
            c -> new Order.RequireReplicas(requiredReplicas(c))),
    ASSIGN_SLOTS(
            "FORMATION_PLANNED",
            "got its slots",
            c -> c.isForming()
                    && c.isPrimaryOfMap()
                    && !c.reported().slots().equals(c.shard().shard().slots()),
            c -> new Order.AssignSlots(c.shard().shard().slots(), c.formationEpoch())),
    RECLAIM(
            "FOREIGN_CHANGE",
            "had lost slots that nobody owns; it owns them again",
            c -> !c.unowned().isEmpty(),
            c -> new Order.AssignSlots(c.unowned(), 0)),
    YIELD(
            "SPLIT_CLAIM",
            "took itself for a primary; it gave up slots and keys",
            RepairRule::clings,
            c -> new Order.Yield()),
    BUMP_EPOCH(
            "EPOCH_COLLISION",
            "had no newer claim than a former primary; the claim is renewed",
            c -> c.epochToPass().isPresent(),
            c -> new Order.BumpEpoch(c.epochToPass().orElseThrow())),
    MEET(
            "NODE_MISSING",
            "did not know all nodes; it was introduced to them",
            c -> c.reported().knownNodes() < c.expectedNodes()
                    && c.reported().knownNodes() < c.nodesToMeet().count()
                    && c.mayMeet(),
            RepairRule::meetAll),
    REINTRODUCE(
            "ADDRESS_CHANGED",
            "had lost nodes that are up; it was introduced to them where they are now",
            RepairRule::hasLostPeers,
            RepairRule::meetLostPeers),
    FORGET(
            "UNKNOWN_NODE",
            "knew nodes that do not belong to the cluster; it forgot them",
            RepairRule::knowsStrangers,
            c -> new Order.Forget(c.members())),
    FOLLOW(
            "WRONG_PRIMARY",
            "did not follow the primary of its shard; it follows it now",
            RepairRule::followsWrongly,
            c -> new Order.Follow(c.shard().primary().id())),
    TAKE_SLOTS(
            "SHARD_LOST",
            "took the slots of a lost shard",
            c -> !untaken(c).isEmpty(),
            c -> new Order.TakeSlots(untaken(c))),
    FENCE(
            "SPLIT_CLAIM",
            "claims slots of another node; it refuses writes now",
            RepairRule::claimsWrongly,
            c -> new Order.Fence()),
    ALLOW_SYNC(
            "SYNC_HELD",
            "held back copies without need; it feeds its replicas now",
            RepairRule::holdsSyncInVain,
            c -> new Order.AllowSync()),
    UNFENCE(
            "FENCED_IN_VAIN",
            "refused writes without need; it accepts them now",
            RepairRule::isFencedInVain,
            c -> new Order.Unfence());

    private static final long FAR_MORE_KEYS = 2;

    private static final long PATIENCE_MILLIS = 2000;

    private final String code;
    private final String done;
    private final Predicate<RepairCase> applies;
    private final Function<RepairCase, Order> order;

    RepairRule(String code, String done, Predicate<RepairCase> applies, Function<RepairCase, Order> order) {
        this.code = code;
        this.done = done;
        this.applies = applies;
        this.order = order;
    }

    /**
     * The first row that applies.
     *
     * @param failed a row that has just failed: those below it get their turn before it is tried again
     */
    static Optional<RepairRule> first(RepairCase repairCase, Predicate<RepairRule> failed) {
        return Arrays.stream(values())
                .filter(rule -> rule.applies.test(repairCase))
                .filter(failed.negate())
                .findFirst();
    }

    Order order(RepairCase repairCase) {
        return order.apply(repairCase);
    }

    /** The stable code that stands in the history. */
    String code() {
        return code;
    }

    /** What to tell of a node afterwards: what was wrong, and what was done. */
    String done() {
        return done;
    }

    /** What may pass by itself is not repaired before it has lasted for so long. */
    long patienceMillis() {
        return this == REINTRODUCE || this == FORGET || this == RECLAIM ? PATIENCE_MILLIS : 0;
    }

    private static boolean needsOtherReplicas(RepairCase c) {
        return decidedReplicas(c).isPresent() && c.reported().redundancy().required() != requiredReplicas(c);
    }

    private static OptionalLong decidedReplicas(RepairCase c) {
        return c.context().state.upkeep().requiredReplicas(c.shard().shard().id());
    }

    /** A replica needs none: when it is promoted, its writes must not wait for others to follow it. */
    private static int requiredReplicas(RepairCase c) {
        return c.isPrimaryOfMap() ? (int) decidedReplicas(c).orElse(0) : 0;
    }

    private static Order meetAll(RepairCase c) {
        return new Order.Meet(c.nodesToMeet().map(Endpoint::of).toList());
    }

    private static boolean hasLostPeers(RepairCase c) {
        return !c.isForming() && c.lostPeers().findAny().isPresent();
    }

    private static Order meetLostPeers(RepairCase c) {
        return new Order.Meet(c.lostPeers().map(Endpoint::of).toList());
    }

    /** The map comes first: a node that is to join is in it before any node is told to meet it. */
    private static boolean knowsStrangers(RepairCase c) {
        return !c.isForming() && c.reported().knownNodes() > c.expectedNodes();
    }

    /**
     * A replica of the map that takes itself for the primary, and that Redis cannot bring back by itself. Gossip demotes
     * within milliseconds whoever claims slots with a lower config epoch than their owner; with the same or a higher one it
     * would demote the owner instead, so this comes before any introduction. A primary without slots but with keys is
     * refused by {@code CLUSTER REPLICATE}. Whoever holds far more keys than the primary keeps them: that is for people.
     */
    private static boolean clings(RepairCase c) {
        return !c.isPrimaryOfMap()
                && !c.isForming()
                && c.reportsRole(NodeRole.PRIMARY)
                && c.servingPrimary()
                        .filter(serving -> c.reported().keys() / FAR_MORE_KEYS <= serving.keys())
                        .filter(serving -> c.reported().slots().isEmpty()
                                ? c.reported().keys() > 0
                                : c.reported().configEpoch() >= serving.configEpoch())
                        .isPresent();
    }

    /**
     * A replica of the map that follows another node, or is a primary without slots. One that still claims slots is left to
     * Redis' own gossip, or gave them up before.
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
        boolean claims = !c.isForming()
                && !c.isPrimaryOfMap()
                && c.reportsRole(NodeRole.PRIMARY)
                && c.reported().slots().intersects(c.shard().shard().slots());
        return (claims || claimsWhatWasLost(c)) && !c.reported().fenced();
    }

    private static boolean claimsWhatWasLost(RepairCase c) {
        return c.shard().shard().state() == ShardState.LOST
                && c.reportsRole(NodeRole.PRIMARY)
                && !c.reported().slots().isEmpty();
    }

    private static SlotSet untaken(RepairCase c) {
        boolean mayTake = c.isPrimaryOfMap() && c.reportsRole(NodeRole.PRIMARY);
        Shard shard = c.shard().shard();
        return mayTake
                ? c.context()
                        .state
                        .upkeep()
                        .untaken(shard.id())
                        .intersect(shard.slots())
                        .minus(c.reported().slots())
                : SlotSet.empty();
    }

    private static boolean holdsSyncInVain(RepairCase c) {
        return c.isPrimaryOfMap()
                && c.reportsRole(NodeRole.PRIMARY)
                && c.reported().syncHeld()
                && (hasNothingToLose(c)
                        || (c.isProcessKnown()
                                && c.shard().replicas().stream()
                                        .noneMatch(replica -> mayLoseByCopy(c.reported(), replica))));
    }

    /** A shard that has just been formed, or whose slots went to others. */
    private static boolean hasNothingToLose(RepairCase c) {
        return c.isForming() || c.shard().shard().slots().isEmpty();
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
        return c.reported().fenced()
                && !claimsWhatWasLost(c)
                && c.reportsRole(c.isPrimaryOfMap() ? NodeRole.PRIMARY : NodeRole.REPLICA);
    }
}
