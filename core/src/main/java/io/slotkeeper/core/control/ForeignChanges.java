package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.control.Effect.Note.Level;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.operation.MoveSettings;
import io.slotkeeper.core.operation.OperationKind;
import io.slotkeeper.core.operation.OperationPlan;
import io.slotkeeper.core.plan.Ownership;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.OpenSlot;
import io.slotkeeper.core.protocol.ViewDigest;
import io.slotkeeper.core.record.Charge;
import io.slotkeeper.core.record.CustodyChanged;
import io.slotkeeper.core.record.ForeignChangeAnswered;
import io.slotkeeper.core.record.OperationStarted;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds slots that somebody moved by other means than Slotkeeper. The map follows, whatever the policy: the target owns
 * their keys and takes writes, and to give the slots back without the keys would lose them. Under
 * {@link ForeignChangePolicy#REVERT} an operation then moves them back.
 *
 * <pre>
 * all shards are active, all primaries up, and they agree about every slot; none is open that differs from the map
 * it has been so, unchanged, for {@link #SETTLED_MILLIS}
 * no operation moves the slots
 * the last time was {@link #PAUSE_MILLIS} ago
 * </pre>
 *
 * Slots that nobody owns any more are a repair of {@link RepairRule}.
 */
final class ForeignChanges {
    static final long SETTLED_MILLIS = 3000;
    private static final long PAUSE_MILLIS = 10_000;

    private final LoopContext context;
    private List<Shard> lastReading = List.of();
    private long sinceNanos;
    private OptionalLong followedNanos = OptionalLong.empty();

    ForeignChanges(LoopContext context) {
        this.context = context;
    }

    void tick() {
        List<Shard> reading = read().orElse(List.of());
        if (!reading.equals(lastReading)) {
            lastReading = reading;
            sinceNanos = context.now.nanos();
        }
        boolean rests = followedNanos.isPresent() && context.now.millisSince(followedNanos.getAsLong()) < PAUSE_MILLIS;
        if (!reading.isEmpty() && !rests && context.now.millisSince(sinceNanos) >= SETTLED_MILLIS) {
            follow(reading);
        }
    }

    private void follow(List<Shard> reading) {
        boolean revert = context.options.foreignChange() == ForeignChangePolicy.REVERT;
        CustodyChanged follow = new CustodyChanged(
                context.state.map().version(),
                Charge.IN_CHARGE,
                Charge.IN_CHARGE,
                reading,
                new TreeMap<>(),
                new CustodyChanged.Note("FOREIGN_CHANGE", sentence(reading, revert)),
                context.now.epochMillis());
        List<OperationStarted> operations = revert ? List.of(revert(reading)) : List.of();
        if (context.propose(new ForeignChangeAnswered(Optional.of(follow), operations))) {
            followedNanos = OptionalLong.of(context.now.nanos());
            context.emit(new Effect.Note(Level.WARNING, "", "FOREIGN_CHANGE", sentence(reading, revert)));
        }
    }

    /** Every slot goes back to the shard that the map still gives it to. */
    private OperationStarted revert(List<Shard> reading) {
        List<SlotMove> moves = new ArrayList<>();
        for (Shard holder : reading) {
            for (Shard home : context.state.map().shards()) {
                SlotSet slots = holder.slots().intersect(home.slots());
                if (!slots.isEmpty() && !holder.id().equals(home.id())) {
                    moves.add(new SlotMove(slots, holder.id(), home.id()));
                }
            }
        }
        int slots = moves.stream().mapToInt(move -> move.slots().size()).sum();
        String text = "move " + slots + (slots == 1 ? " slot" : " slots") + " back that somebody moved by other means.";
        return operation(context, 0, text, moves);
    }

    /** An operation that brings slots where they belong; of several the one with this place, from 0. */
    static OperationStarted operation(LoopContext context, int place, String text, List<SlotMove> moves) {
        return new OperationStarted(
                context.state.operations().nextId() + place,
                new OperationPlan(OperationKind.REVERT, "", text, moves),
                MoveSettings.DEFAULTS,
                context.now.epochMillis());
    }

    /** The shards with the slots that their primaries own; empty when they are as in the map, or not settled. */
    private Optional<List<Shard>> read() {
        Map<NodeId, SlotSet> claims = new HashMap<>();
        List<NodeView> views = new ArrayList<>();
        List<Shard> shards = new ArrayList<>();
        for (Shard shard : context.state.map().shards()) {
            NodeSight primary = context.sight(shard.primary());
            if (shard.state() != ShardState.ACTIVE || !primary.isUpAs(NodeRole.PRIMARY)) {
                return Optional.empty();
            }
            NodeView view = primary.view().orElseThrow();
            claims.put(primary.id(), view.slots());
            views.add(view);
            shards.add(shard.withSlots(view.slots()));
        }
        SlotSet changed = changed(shards);
        SlotSet open = SlotSet.ofSlots(
                views.stream().flatMap(v -> v.looseEnds().openSlots().stream()).mapToInt(OpenSlot::slot));
        SlotSet claimed = claims.values().stream().reduce(SlotSet.empty(), SlotSet::union);
        boolean settled = !changed.isEmpty()
                && claimed.containsAll(Ownership.of(context.state.map()).covered())
                && !changed.intersects(context.movingSlots().union(open))
                && views.stream().allMatch(v -> v.viewDigest() == ViewDigest.of(claims));
        return settled ? Optional.of(shards) : Optional.empty();
    }

    /** Slots that have another owner than in the map. */
    private SlotSet changed(List<Shard> shards) {
        return shards.stream().map(shard -> shard.slots().minus(before(shard))).reduce(SlotSet.empty(), SlotSet::union);
    }

    private String sentence(List<Shard> reading, boolean revert) {
        return reading.stream()
                .map(shard -> new Gain(shard, shard.slots().minus(before(shard))))
                .filter(gain -> !gain.slots.isEmpty())
                .map(gain -> "slots " + gain.slots + " to shard " + gain.shard.id())
                .collect(Collectors.joining(
                        ", ",
                        "Somebody moved ",
                        " by other means than Slotkeeper; "
                                + (revert ? "they are moved back." : "the slot map follows the nodes.")));
    }

    private SlotSet before(Shard shard) {
        return context.state.map().shard(shard.id()).orElseThrow().slots();
    }

    private record Gain(Shard shard, SlotSet slots) {}

    void forget() {
        lastReading = List.of();
        followedNanos = OptionalLong.empty();
    }
}
