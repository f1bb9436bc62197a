package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import java.util.OptionalLong;

/**
 * Former primaries of a shard that would win against its primary: they claim its slots with a config epoch that is not below
 * its own. A replica that takes over counts on from the epochs that it has heard of, and one that was promoted between two
 * messages of the gossip is unheard of. Whoever is silent counts with what it said last.
 */
record Rivals(ShardView shard) {
    /** Whether the primary, if it met the node, could be demoted by it. Nothing is known of one that no leader has heard. */
    boolean isRival(NodeId id) {
        return shard.replicas().stream()
                .filter(replica -> replica.id().equals(id))
                .anyMatch(replica -> replica.view().isEmpty() ? replica.agentLost() : wouldWin(replica));
    }

    /** The highest config epoch of a rival; empty without rivals, and while the primary does not serve. */
    OptionalLong epochToPass() {
        boolean serves = shard.shard().state() == ShardState.ACTIVE
                && shard.primary().isUpAs(NodeRole.PRIMARY)
                && shard.primary().view().filter(this::claims).isPresent();
        return serves
                ? shard.replicas().stream()
                        .filter(this::wouldWin)
                        .flatMap(replica -> replica.view().stream())
                        .mapToLong(NodeView::configEpoch)
                        .max()
                : OptionalLong.empty();
    }

    private boolean wouldWin(NodeSight replica) {
        long own = shard.primary().view().map(NodeView::configEpoch).orElse(0L);
        return replica.view()
                .filter(v -> v.role() == NodeRole.PRIMARY && claims(v))
                .filter(v -> v.configEpoch() >= own)
                .isPresent();
    }

    private boolean claims(NodeView view) {
        return view.slots().intersects(shard.shard().slots());
    }
}
