package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The slots of a lost shard go to others, without their keys. It keeps its nodes, and is lost until one of them is back.
 *
 * @param shard the lost shard
 * @param epoch shard epoch that the decision was based on
 * @param targets by shard: what it gets; together all slots of the lost one
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record ShardReassigned(String shard, long epoch, SortedMap<String, SlotSet> targets, long atMillis)
        implements SlotMapRecord {
    public ShardReassigned {
        targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
    }

    @Override
    public RecordType type() {
        return RecordType.SHARD_REASSIGNED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Shard lost = state.map().shard(shard).orElse(null);
        if (lost == null || !targets.keySet().stream().allMatch(id -> isActive(state, id))) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.UNKNOWN_SHARD,
                    "shard " + shard + " or one of " + targets.keySet() + " is gone");
        }
        SlotSet given = targets.values().stream().reduce(SlotSet.empty(), SlotSet::union);
        if (lost.epoch() != epoch || !given.equals(lost.slots())) {
            return ApplyOutcome.rejected(
                    state, RejectReason.STALE_EPOCH, "shard " + shard + " has changed since the decision");
        }
        if (lost.state() != ShardState.ACTIVE || targets.containsKey(shard)) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.WRONG_STATE,
                    "shard " + shard + " is " + lost.state().label());
        }
        return applyTo(state, lost);
    }

    private static boolean isActive(ClusterState state, String id) {
        return state.map().shard(id).filter(s -> s.state() == ShardState.ACTIVE).isPresent();
    }

    private ApplyOutcome applyTo(ClusterState state, Shard lost) {
        List<Shard> changed = new ArrayList<>();
        changed.add(lost.withSlots(SlotSet.empty()).withState(ShardState.LOST));
        Upkeep upkeep = state.upkeep();
        for (Map.Entry<String, SlotSet> target : targets.entrySet()) {
            Shard before = state.map().shard(target.getKey()).orElseThrow();
            changed.add(before.withSlots(before.slots().union(target.getValue())));
            upkeep = upkeep.withUntaken(
                    target.getKey(), upkeep.untaken(target.getKey()).union(target.getValue()));
        }
        upkeep = upkeep.withUntaken(shard, SlotSet.empty());
        var delta = state.deltaOf("SHARD_LOST", changed);
        String text = "All nodes of shard " + shard + " are gone: its "
                + lost.slots().size() + " slots go to " + String.join(", ", targets.keySet()) + " without their keys.";
        return ApplyOutcome.changed(
                state.withMap(delta)
                        .withUpkeep(upkeep)
                        .withHistory(atMillis, shard, type(), "SHARD_LOST", text, Map.of("slots", (long)
                                lost.slots().size())),
                delta);
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putText(shard)
                .putLong(epoch)
                .putList(targets.entrySet(), (o, target) -> o.putText(target.getKey())
                        .putSlots(target.getValue()))
                .putLong(atMillis);
    }

    static ShardReassigned readFrom(BinaryInput in) {
        String shard = in.getText();
        long epoch = in.getLong();
        SortedMap<String, SlotSet> targets = new TreeMap<>();
        in.getList(i -> targets.put(i.getText(), i.getSlots()) == null);
        return new ShardReassigned(shard, epoch, targets, in.getLong());
    }
}
