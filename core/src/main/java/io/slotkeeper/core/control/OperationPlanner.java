package io.slotkeeper.core.control;

import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.plan.MovePlan;
import io.slotkeeper.core.plan.PlanRefusedException;
import io.slotkeeper.core.plan.SlotPlanner;
import java.util.Optional;

/** Turns a request into moves. Pure. */
final class OperationPlanner {
    private OperationPlanner() {}

    /** Refuses with {@link PlanRefusedException}. */
    static MovePlan plan(SlotMap map, OperationRequest.Start start) {
        return switch (start.kind()) {
            case MOVE -> SlotPlanner.move(map, start.slots(), Optional.empty(), start.shard());
            case REBALANCE -> SlotPlanner.rebalance(map, start.placement(), start.weights());
            case DRAIN_SHARD, REMOVE_SHARD -> SlotPlanner.drain(map, start.shard(), start.placement(), start.weights());
        };
    }

    static String sentence(OperationRequest.Start start, MovePlan plan) {
        String slots = plan.slots() + (plan.slots() == 1 ? " slot" : " slots");
        return switch (start.kind()) {
            case MOVE -> "move " + slots + " to shard " + start.shard() + ".";
            case REBALANCE -> "rebalance by moving " + slots + ".";
            case DRAIN_SHARD -> "move the " + slots + " of shard " + start.shard() + " to the others.";
            case REMOVE_SHARD -> "move the " + slots + " of shard " + start.shard() + " to the others and forget it.";
        };
    }
}
