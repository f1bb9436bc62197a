package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.plan.Placement;
import io.slotkeeper.core.plan.PlanRefusedException;
import io.slotkeeper.core.plan.SlotPlanner;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.record.ShardReassigned;
import io.slotkeeper.core.record.ShardRecovered;
import io.slotkeeper.core.record.SlotsTaken;
import io.slotkeeper.core.slot.SlotSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives the slots of lost shards to others, where the policy says so.
 *
 * <pre>
 * active     every node's agent says for afterMillis that its process is gone   slots to the others, by the ring: lost
 * active     its primary owns what it was given                                 note that it is taken
 * lost       its primary is up and owns nothing                                 active, without slots
 * </pre>
 *
 * Only the word of living agents counts: nodes of silent agents may go on serving together where nobody hears them. Once a
 * shard is lost its nodes get no lease, so one that comes back is fenced until the others' claims have reached it.
 */
final class LostShards {
    private final LoopContext context;
    private final Map<String, Long> goneSince = new HashMap<>();

    LostShards(LoopContext context) {
        this.context = context;
    }

    void attendTo(Shard shard) {
        ShardView view = context.view(shard);
        if (shard.state() == ShardState.LOST) {
            recover(view);
        } else if (shard.state() == ShardState.ACTIVE) {
            noteTaken(view);
            reassignWhenDue(view);
        } else {
            goneSince.remove(shard.id());
        }
    }

    private void recover(ShardView view) {
        boolean back = view.primary().isUpAs(NodeRole.PRIMARY)
                && view.primary().view().filter(v -> v.slots().isEmpty()).isPresent();
        if (back) {
            context.propose(new ShardRecovered(view.shard().id(), context.now.epochMillis()));
        }
    }

    private void noteTaken(ShardView view) {
        SlotSet untaken = context.state.upkeep().untaken(view.shard().id());
        boolean owns = view.primary().isUpAs(NodeRole.PRIMARY)
                && view.primary()
                        .view()
                        .map(NodeView::slots)
                        .filter(slots -> slots.containsAll(untaken))
                        .isPresent();
        if (!untaken.isEmpty() && owns) {
            context.propose(new SlotsTaken(view.shard().id()));
        }
    }

    private void reassignWhenDue(ShardView view) {
        Shard shard = view.shard();
        boolean due = context.options.shardLoss().reassign()
                && !shard.slots().isEmpty()
                && view.nodes().allMatch(NodeSight::isGone)
                && !context.state.upkeep().isPaused(shard.id());
        if (!due) {
            goneSince.remove(shard.id());
            return;
        }
        long since = goneSince.computeIfAbsent(shard.id(), id -> context.now.nanos());
        if (context.now.millisSince(since) >= context.options.shardLoss().afterMillis()) {
            reassign(shard);
        }
    }

    private void reassign(Shard shard) {
        SortedMap<String, SlotSet> targets = new TreeMap<>();
        try {
            SlotPlanner.reassign(context.state.map(), shard.id(), Placement.RING, weightsOfTheLiving())
                    .moves()
                    .forEach(move -> targets.merge(move.to(), move.slots(), SlotSet::union));
        } catch (PlanRefusedException nobodyLeft) {
            // There is no other shard that serves: it is waited for, as the findings say.
            return;
        }
        context.propose(new ShardReassigned(shard.id(), shard.epoch(), targets, context.now.epochMillis()));
    }

    /** Shards that do not serve themselves take nothing. */
    private Map<String, Double> weightsOfTheLiving() {
        Map<String, Double> weights = new HashMap<>();
        for (Shard other : context.state.map().shards()) {
            boolean serves = other.state() == ShardState.ACTIVE
                    && context.sight(other.primary()).isUpAs(NodeRole.PRIMARY);
            weights.put(other.id(), serves ? 1.0 : 0.0);
        }
        return weights;
    }

    void forget() {
        goneSince.clear();
    }
}
