package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.protocol.ViewDigest;
import io.slotkeeper.core.record.ReplicasAdmitted;
import java.util.List;

/**
 * Lets replicas that have joined a shard be promoted, once the agent of its primary says that its lease counts with them. A
 * primary that asks only the others for endorsements would go on beside a newcomer that was promoted
 * ({@code docs/safety.md}, A6).
 */
final class Joins {
    private final LoopContext context;

    Joins(LoopContext context) {
        this.context = context;
    }

    void attendTo(Shard shard) {
        if (context.state.upkeep().membership().joining().isEmpty()) {
            return;
        }
        List<NodeId> replicas = shard.replicas().stream().map(Node::id).toList();
        List<NodeId> joining = replicas.stream()
                .filter(context.state.upkeep().membership().joining()::contains)
                .toList();
        long expected = ViewDigest.ofNodes(replicas);
        boolean counted = context.sessionOf(shard.primary())
                .filter(session -> session.report().guarding().askedReplicas() == expected)
                .isPresent();
        if (counted && !joining.isEmpty()) {
            context.propose(new ReplicasAdmitted(shard.id(), joining));
        }
    }
}
