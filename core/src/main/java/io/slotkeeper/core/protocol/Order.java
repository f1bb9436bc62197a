package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What an agent is told to do with its node. An order whose end is already reached is answered DONE at once. */
public sealed interface Order {
    OrderType type();

    /** Writes the fields, without the type. */
    void writeTo(BinaryOutput out);

    /**
     * Put settings in force with {@code CONFIG SET}, one at a time, remembering the former value of each. Settings that
     * the server does not know are passed over.
     *
     * @param settings name to value
     */
    record Configure(Map<String, String> settings) implements Order {
        public Configure {
            settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        }

        @Override
        public OrderType type() {
            return OrderType.CONFIGURE;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putTexts(settings);
        }

        static Configure readFrom(BinaryInput in) {
            return new Configure(in.getTexts());
        }
    }

    /**
     * {@code CLUSTER MEET} every peer that is not known yet at that address.
     *
     * @param peers nodes to meet; the agent's own node among them is passed over
     */
    record Meet(List<Endpoint> peers) implements Order {
        public Meet {
            peers = List.copyOf(peers);
        }

        @Override
        public OrderType type() {
            return OrderType.MEET;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putList(peers, (o, peer) -> peer.writeTo(o));
        }

        static Meet readFrom(BinaryInput in) {
            return new Meet(in.getList(Endpoint::readFrom));
        }
    }

    /**
     * Make the node, a primary without data, the owner of slots that nobody owns.
     *
     * @param slots what it is to own
     * @param configEpoch configuration epoch to set first while the node still has none, 1 or more and unique, so that no
     *     two nodes have to settle a collision
     */
    record AssignSlots(SlotSet slots, long configEpoch) implements Order {
        @Override
        public OrderType type() {
            return OrderType.ASSIGN_SLOTS;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putSlots(slots).putLong(configEpoch);
        }

        static AssignSlots readFrom(BinaryInput in) {
            return new AssignSlots(in.getSlots(), in.getLong());
        }
    }

    /**
     * Give up all slots, then all keys, so that the node can become a replica: for a node that took itself for a primary
     * while its shard had another. Does nothing to a replica.
     */
    record Yield() implements Order {
        @Override
        public OrderType type() {
            return OrderType.YIELD;
        }

        @Override
        public void writeTo(BinaryOutput out) {}

        static Yield readFrom(BinaryInput in) {
            return new Yield();
        }
    }

    /**
     * {@code CLUSTER REPLICATE}. Fails, to be tried again, while the node does not know the primary yet.
     *
     * @param primary the node to follow
     */
    record Follow(NodeId primary) implements Order {
        @Override
        public OrderType type() {
            return OrderType.FOLLOW;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putNodeId(primary);
        }

        static Follow readFrom(BinaryInput in) {
            return new Follow(in.getNodeId());
        }
    }

    /**
     * Make the node, a replica, the primary of its shard: wait until it has received the replication stream up to an
     * offset, then {@code MULTI}, {@code CLUSTER FAILOVER TAKEOVER}, {@code EXEC}, then verify role and slots.
     *
     * @param slots the slots that it must own afterwards
     * @param minOffset replication offset to have received first, 0 when there is nothing to wait for
     * @param harmlessRun process of the former primary that accepts no writes for certain: it is gone, or was fenced or
     *     paused by order; empty when its lease was waited out instead. A promise to that process need not be kept
     * @param timing how long the new primary may serve before it needs a lease, and how long promises last
     * @param marks what it is to believe of slots under migration from its first moment as a primary on; a mark of kind
     *     {@link SlotMark.Kind#NODE} names slots that it must have heard to be another's <em>before</em>
     * @param former the primary before it. A node that has not heard of that one's claim could take a configuration epoch
     *     that is not above it, and give way when the former primary is back: it forgets it in the same step
     */
    record Promote(
            SlotSet slots,
            long minOffset,
            String harmlessRun,
            LeaseTiming timing,
            List<SlotMark> marks,
            Optional<FormerPrimary> former)
            implements Order {
        public Promote {
            marks = List.copyOf(marks);
            Objects.requireNonNull(former);
        }

        /** With no slot under migration, and nothing known of a former primary. */
        public Promote(SlotSet slots, long minOffset, String harmlessRun, LeaseTiming timing) {
            this(slots, minOffset, harmlessRun, timing, List.of(), Optional.empty());
        }

        @Override
        public OrderType type() {
            return OrderType.PROMOTE;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putSlots(slots).putLong(minOffset).putText(harmlessRun);
            timing.writeTo(out);
            out.putList(marks, (o, mark) -> mark.writeTo(o));
            out.putList(former.stream().toList(), (o, node) -> node.writeTo(o));
        }

        static Promote readFrom(BinaryInput in) {
            return new Promote(
                    in.getSlots(),
                    in.getLong(),
                    in.getText(),
                    LeaseTiming.readFrom(in),
                    in.getList(SlotMark::readFrom),
                    in.getList(FormerPrimary::readFrom).stream().findFirst());
        }
    }

    /**
     * {@code CLIENT PAUSE … WRITE}. The reply's offset is the replication offset that holds every acknowledged write.
     *
     * @param millis after this time without {@link ResumeWrites} the agent fences the node, since a replica may have been
     *     promoted; the server's own pause is longer by {@link #OUTLASTS_MILLIS}, so that a node that hangs is killed first
     */
    record PauseWrites(long millis) implements Order {
        /** How much longer the server pauses by itself. */
        public static final long OUTLASTS_MILLIS = 1000;

        @Override
        public OrderType type() {
            return OrderType.PAUSE_WRITES;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putLong(millis);
        }

        static PauseWrites readFrom(BinaryInput in) {
            return new PauseWrites(in.getLong());
        }
    }

    /**
     * End a pause.
     *
     * @param onceReplica wait until the node has become a replica, so that paused writes are redirected and not executed
     */
    record ResumeWrites(boolean onceReplica) implements Order {
        @Override
        public OrderType type() {
            return OrderType.RESUME_WRITES;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putBoolean(onceReplica);
        }

        static ResumeWrites readFrom(BinaryInput in) {
            return new ResumeWrites(in.getBoolean());
        }
    }

    /** Make the node refuse writes at once: {@code CONFIG SET min-replicas-to-write 255}. */
    record Fence() implements Order {
        @Override
        public OrderType type() {
            return OrderType.FENCE;
        }

        @Override
        public void writeTo(BinaryOutput out) {}

        static Fence readFrom(BinaryInput in) {
            return new Fence();
        }
    }

    /** Lift a fence: {@code min-replicas-to-write} gets back its former value. */
    record Unfence() implements Order {
        @Override
        public OrderType type() {
            return OrderType.UNFENCE;
        }

        @Override
        public void writeTo(BinaryOutput out) {}

        static Unfence readFrom(BinaryInput in) {
            return new Unfence();
        }
    }

    /**
     * Become the owner of slots whose shard is lost, without their keys, with a configuration epoch above all others so that
     * every other node believes it. On a primary only.
     *
     * @param slots what it is to own
     */
    record TakeSlots(SlotSet slots) implements Order {
        @Override
        public OrderType type() {
            return OrderType.TAKE_SLOTS;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putSlots(slots);
        }

        static TakeSlots readFrom(BinaryInput in) {
            return new TakeSlots(in.getSlots());
        }
    }

    /**
     * {@code CLUSTER BUMPEPOCH}, so that other nodes believe this one rather than those with a lower configuration epoch.
     * Fails, to be tried again, while no node that this one hears has a higher one.
     *
     * @param above the configuration epoch is to be higher than this
     */
    record BumpEpoch(long above) implements Order {
        @Override
        public OrderType type() {
            return OrderType.BUMP_EPOCH;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putLong(above);
        }

        static BumpEpoch readFrom(BinaryInput in) {
            return new BumpEpoch(in.getLong());
        }
    }

    /**
     * Set how many replicas in time every write needs: {@code min-replicas-to-write}, with {@code min-replicas-max-lag} 1. A
     * fence stays in force, and gives way to this value when it is lifted.
     *
     * @param replicas 0 to {@link #MOST}
     */
    record RequireReplicas(int replicas) implements Order {
        /** More would look like a fence. */
        public static final int MOST = 50;

        public RequireReplicas {
            if (replicas < 0 || replicas > MOST) {
                throw new IllegalArgumentException("replicas is " + replicas + "; it must be 0 to " + MOST);
            }
        }

        @Override
        public OrderType type() {
            return OrderType.REQUIRE_REPLICAS;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putInt(replicas);
        }

        static RequireReplicas readFrom(BinaryInput in) {
            return new RequireReplicas(in.getInt());
        }
    }

    /**
     * Let the node feed its replicas full copies. A node that has just started holds them back
     * ({@code repl-diskless-sync-delay} is long) so that an empty one cannot wipe its replicas.
     */
    record AllowSync() implements Order {
        @Override
        public OrderType type() {
            return OrderType.ALLOW_SYNC;
        }

        @Override
        public void writeTo(BinaryOutput out) {}

        static AllowSync readFrom(BinaryInput in) {
            return new AllowSync();
        }
    }

    /**
     * Kill the node's process, which answers nobody, so that it accepts no writes; done when it is gone. Refused when
     * another process has taken its place.
     *
     * @param runId the process that is meant
     */
    record KillNode(String runId) implements Order {
        @Override
        public OrderType type() {
            return OrderType.KILL_NODE;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putText(runId);
        }

        static KillNode readFrom(BinaryInput in) {
            return new KillNode(in.getText());
        }
    }

    /**
     * Find out whether another node answers this agent; done when it does, failed when it does not. Changes nothing.
     *
     * @param node the other node
     */
    record Look(Endpoint node) implements Order {
        @Override
        public OrderType type() {
            return OrderType.LOOK;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            node.writeTo(out);
        }

        static Look readFrom(BinaryInput in) {
            return new Look(Endpoint.readFrom(in));
        }
    }

    /**
     * Count the keys of slots, whoever owns them. The reply's offset is their number. Changes nothing.
     *
     * @param slots at least one
     */
    record CountKeys(SlotSet slots) implements Order {
        @Override
        public OrderType type() {
            return OrderType.COUNT_KEYS;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putSlots(slots);
        }

        static CountKeys readFrom(BinaryInput in) {
            return new CountKeys(in.getSlots());
        }
    }

    /**
     * Take the marks of slots on their way from the node: {@code CLUSTER SETSLOT … STABLE}. A slot that the node does not own
     * but holds keys of stays open, since its keys would read as missing; the order fails then.
     *
     * @param slots at least one
     */
    record CloseSlots(SlotSet slots) implements Order {
        @Override
        public OrderType type() {
            return OrderType.CLOSE_SLOTS;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putSlots(slots);
        }

        static CloseSlots readFrom(BinaryInput in) {
            return new CloseSlots(in.getSlots());
        }
    }

    /**
     * {@code CLUSTER FORGET} every node that is not one of these. One that owns slots is kept, and the order fails.
     *
     * @param members the nodes to keep
     */
    record Forget(List<NodeId> members) implements Order {
        public Forget {
            members = List.copyOf(members);
        }

        @Override
        public OrderType type() {
            return OrderType.FORGET;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putList(members, BinaryOutput::putNodeId);
        }

        static Forget readFrom(BinaryInput in) {
            return new Forget(in.getList(BinaryInput::getNodeId));
        }
    }

    /**
     * Find out whether the node knows others than these; done when it does not, failed with their names when it does. Changes
     * nothing.
     *
     * @param members the nodes that it may know
     */
    record Survey(List<NodeId> members) implements Order {
        public Survey {
            members = List.copyOf(members);
        }

        @Override
        public OrderType type() {
            return OrderType.SURVEY;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putList(members, BinaryOutput::putNodeId);
        }

        static Survey readFrom(BinaryInput in) {
            return new Survey(in.getList(BinaryInput::getNodeId));
        }
    }

    /**
     * Guard the node no more, lift its fence, and give it these settings back. No lease for a heartbeat that was sent before
     * counts from then on.
     *
     * @param former what the node was set to before Slotkeeper took it over
     */
    record Release(NodeConfig former) implements Order {
        @Override
        public OrderType type() {
            return OrderType.RELEASE;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            former.writeTo(out);
        }

        static Release readFrom(BinaryInput in) {
            return new Release(NodeConfig.readFrom(in));
        }
    }

    /**
     * {@code CLUSTER SETSLOT}, all of it in one pipeline. Done when the node has accepted all of it.
     *
     * @param marks what the node is to believe
     */
    record SetSlots(List<SlotMark> marks) implements Order {
        public SetSlots {
            marks = List.copyOf(marks);
        }

        @Override
        public OrderType type() {
            return OrderType.SET_SLOTS;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putList(marks, (o, mark) -> mark.writeTo(o));
        }

        static SetSlots readFrom(BinaryInput in) {
            return new SetSlots(in.getList(SlotMark::readFrom));
        }
    }

    /**
     * Move keys of slots that are marked as migrating to the node that takes them in. The reply's {@link MoveFigures} say
     * how far it came; the order is repeated until no key is left.
     *
     * @param slots whose keys
     * @param target the primary that takes them in
     * @param limits when to answer, and how gently to move
     */
    record MoveKeys(SlotSet slots, Endpoint target, MoveLimits limits) implements Order {
        @Override
        public OrderType type() {
            return OrderType.MOVE_KEYS;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putSlots(slots);
            target.writeTo(out);
            limits.writeTo(out);
        }

        static MoveKeys readFrom(BinaryInput in) {
            return new MoveKeys(in.getSlots(), Endpoint.readFrom(in), MoveLimits.readFrom(in));
        }
    }

    /**
     * Count the keys of slots, and find those that take more memory than others may. Changes nothing; a replica of the owner
     * can do it too. The reply's {@link ScanFigures} say what was found.
     *
     * @param slots which slots
     * @param bigKeyBytes a key that takes more memory than this is big
     */
    record ScanSlots(SlotSet slots, long bigKeyBytes) implements Order {
        @Override
        public OrderType type() {
            return OrderType.SCAN_SLOTS;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putSlots(slots).putLong(bigKeyBytes);
        }

        static ScanSlots readFrom(BinaryInput in) {
            return new ScanSlots(in.getSlots(), in.getLong());
        }
    }

    /**
     * {@code CLUSTER RESET SOFT}: the node leaves its cluster and forgets all others; a replica loses its keys. Refused by a
     * primary that owns slots or holds keys.
     */
    record Retire() implements Order {
        @Override
        public OrderType type() {
            return OrderType.RETIRE;
        }

        @Override
        public void writeTo(BinaryOutput out) {}

        static Retire readFrom(BinaryInput in) {
            return new Retire();
        }
    }

    /** Probe the node and reply with a fresh report. Also keeps the path warm that a promotion takes. */
    record Report() implements Order {
        @Override
        public OrderType type() {
            return OrderType.REPORT;
        }

        @Override
        public void writeTo(BinaryOutput out) {}

        static Report readFrom(BinaryInput in) {
            return new Report();
        }
    }

    /**
     * The agent is not wanted: it logs the sentence as an error and stops.
     *
     * @param code stable reason code
     * @param text what is wrong, the rule and the remedy
     */
    record Dismiss(String code, String text) implements Order {
        @Override
        public OrderType type() {
            return OrderType.DISMISS;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putText(code).putText(text);
        }

        static Dismiss readFrom(BinaryInput in) {
            return new Dismiss(in.getText(), in.getText());
        }
    }

    /**
     * A fault made on purpose. Refused by agents that were not started with {@code --allow-drills}.
     *
     * @param fault one whose target is a node
     * @param runId process of the node that is meant
     * @param millis how long the node stays stopped; 0 where nothing lasts
     * @param rehearsal only find out whether it would be done
     */
    record Drill(DrillFault fault, String runId, long millis, boolean rehearsal) implements Order {
        @Override
        public OrderType type() {
            return OrderType.DRILL;
        }

        @Override
        public void writeTo(BinaryOutput out) {
            out.putEnum(fault).putText(runId).putLong(millis).putBoolean(rehearsal);
        }

        static Drill readFrom(BinaryInput in) {
            return new Drill(in.getEnum(DrillFault.class), in.getText(), in.getLong(), in.getBoolean());
        }
    }
}
