package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.operation.OperationPlan;
import io.slotkeeper.core.plan.FormationPlacement;
import io.slotkeeper.core.plan.MovePlan;
import io.slotkeeper.core.plan.SlotPlanner;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns requests into plans. Refuses with {@link RefusedException}, or with the planners' own exception. */
final class OperationPlanner {
    private final LoopContext context;
    private final NodePlanner nodes;

    OperationPlanner(LoopContext context) {
        this.context = context;
        this.nodes = new NodePlanner(context);
    }

    OperationPlan plan(OperationRequest.Start start) {
        SlotMap map = context.state.map();
        return switch (start.kind()) {
            case MOVE -> moving(start, SlotPlanner.move(map, start.slots(), Optional.empty(), start.shard()));
            case REBALANCE -> moving(start, SlotPlanner.rebalance(map, start.placement(), start.weights()));
            case DRAIN_SHARD, REMOVE_SHARD ->
                moving(start, SlotPlanner.drain(map, start.shard(), start.placement(), start.weights()));
            case ADD_SHARD -> adding(start);
            case ADD_REPLICA, REMOVE_REPLICA, FORGET_NODE -> nodes.plan(start);
            case REVERT -> throw new IllegalArgumentException("nobody asks for " + start.kind());
        };
    }

    private static OperationPlan moving(OperationRequest.Start start, MovePlan plan) {
        String slots = slots(plan);
        String text =
                switch (start.kind()) {
                    case MOVE -> "move " + slots + " to shard " + start.shard() + ".";
                    case DRAIN_SHARD -> "move the " + slots + " of shard " + start.shard() + " to the others.";
                    case REMOVE_SHARD ->
                        "move the " + slots + " of shard " + start.shard() + " to the others and forget it.";
                    case REBALANCE, ADD_SHARD, ADD_REPLICA, REMOVE_REPLICA, FORGET_NODE, REVERT ->
                        "rebalance by moving " + slots + ".";
                };
        return new OperationPlan(start.kind(), start.shard(), text, plan.moves());
    }

    private static String slots(MovePlan plan) {
        return plan.slots() + (plan.slots() == 1 ? " slot" : " slots");
    }

    private OperationPlan adding(OperationRequest.Start start) {
        int replicas = context.state.settings().orElseThrow().replicas();
        List<Node> given = start.nodes().isEmpty() ? nodes.spares() : nodes.namedSpares(start.nodes());
        if (given.size() < 1 + replicas) {
            throw new RefusedException(
                    RefusalCode.NOT_ENOUGH_NODES,
                    "a shard needs " + (1 + replicas) + " nodes that are in no shard, are empty and answer; there are "
                            + given.size() + names(given) + "; start more of them with their agents");
        }
        String id = nextShardId();
        Shard placed =
                FormationPlacement.plan(new ClusterSettings(1, replicas), given).get(0);
        long epoch = 1 + context.state.electedEpochs().getOrDefault(id, 0L);
        Shard added = new Shard(id, epoch, SlotSet.empty(), ShardState.FORMING, placed.primary(), placed.replicas());
        MovePlan moves = SlotPlanner.rebalance(withActive(added), start.placement(), start.weights());
        String text =
                "form shard " + id + " of " + added.nodes().map(Node::agent).collect(Collectors.joining(", "))
                        + ", then move " + slots(moves) + ".";
        return OperationPlan.adding(added, text, moves.moves());
    }

    /** The map as if the new shard served already, for the planner. */
    private SlotMap withActive(Shard added) {
        List<Shard> shards = new ArrayList<>(context.state.map().shards());
        shards.add(added.withState(ShardState.ACTIVE));
        return SlotMap.of(context.state.map().version(), shards, List.of());
    }

    private static String names(List<Node> nodes) {
        return nodes.isEmpty() ? "" : " (" + nodes.stream().map(Node::agent).collect(Collectors.joining(", ")) + ")";
    }

    private String nextShardId() {
        int number = 1;
        while (context.state.map().shard("s" + number).isPresent()) {
            number++;
        }
        return "s" + number;
    }
}
