package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.plan.Ownership;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.OpenSlot;
import io.slotkeeper.core.protocol.ViewDigest;
import io.slotkeeper.core.record.Charge;
import io.slotkeeper.core.record.CustodyChanged;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lets the map follow slots that somebody moved by other means than Slotkeeper. The target owns their keys then, and takes
 * writes; to give the slots back without the keys would lose them.
 *
 * <pre>
 * all shards are active, all primaries up, and they agree about every slot; none is open that differs from the map
 * it has been so, unchanged, for {@link #SETTLED_MILLIS}
 * no operation moves the slots
 * </pre>
 *
 * Slots that nobody owns any more are a repair of {@link RepairRule}.
 */
final class ForeignChanges {
    static final long SETTLED_MILLIS = 3000;

    private final LoopContext context;
    private List<Shard> lastReading = List.of();
    private long sinceNanos;

    ForeignChanges(LoopContext context) {
        this.context = context;
    }

    void tick() {
        List<Shard> reading = read().orElse(List.of());
        if (!reading.equals(lastReading)) {
            lastReading = reading;
            sinceNanos = context.now.nanos();
        }
        if (!reading.isEmpty() && context.now.millisSince(sinceNanos) >= SETTLED_MILLIS) {
            context.propose(new CustodyChanged(
                    context.state.map().version(),
                    Charge.IN_CHARGE,
                    Charge.IN_CHARGE,
                    reading,
                    new TreeMap<>(),
                    new CustodyChanged.Note("FOREIGN_CHANGE", sentence(reading)),
                    context.now.epochMillis()));
        }
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

    private String sentence(List<Shard> reading) {
        return reading.stream()
                .map(shard -> new Gain(shard, shard.slots().minus(before(shard))))
                .filter(gain -> !gain.slots.isEmpty())
                .map(gain -> "slots " + gain.slots + " to shard " + gain.shard.id())
                .collect(Collectors.joining(
                        ", ", "Somebody moved ", " by other means than Slotkeeper; the slot map follows the nodes."));
    }

    private SlotSet before(Shard shard) {
        return context.state.map().shard(shard.id()).orElseThrow().slots();
    }

    private record Gain(Shard shard, SlotSet slots) {}

    void forget() {
        lastReading = List.of();
    }
}
