package io.slotkeeper.core.analysis;

import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import java.util.Optional;

/** The predicates of the analysis table. Pure. */
final class Evidence {
    /** A replica with more than so many times the keys holds data that its primary has lost. */
    private static final long FAR_MORE_KEYS = 2;

    private Evidence() {}

    static boolean allGone(ShardView view) {
        return view.nodes().allMatch(NodeSight::isGone);
    }

    /**
     * The primary answers but has lost its data, while a replica holds data that was never written under the primary's
     * present replication history. A primary emptied by FLUSHALL keeps its history, so its replicas share it. One that has
     * just started, and so holds back copies, may have taken a few writes before anybody looked.
     */
    static boolean restartedEmpty(ShardView view) {
        Optional<NodeView> primary = view.primary().view();
        return view.primary().isUpAs(NodeRole.PRIMARY)
                && view.replicas().stream().anyMatch(replica -> holdsLostData(replica, primary.orElseThrow()));
    }

    private static boolean holdsLostData(NodeSight replica, NodeView primary) {
        return replica.isUpAs(NodeRole.REPLICA)
                && replica.view()
                        .filter(v -> v.keys() > 0 && v.synced())
                        .filter(v -> primary.keys() == 0
                                || (primary.syncHeld() && v.keys() > FAR_MORE_KEYS * primary.keys()))
                        .filter(v -> !v.replicationId().equals(primary.replicationId()))
                        .isPresent();
    }

    /** Neither the leader nor anybody who could be asked reaches the primary, and its agent is lost. */
    static boolean primaryUnreachable(ShardView view) {
        return isCutOff(view) && view.replicas().stream().noneMatch(replica -> maySeePrimary(view, replica));
    }

    /** The leader does not reach the primary, and a replica's agent does. */
    static boolean primaryPartitioned(ShardView view) {
        return isCutOff(view)
                && view.replicas().stream()
                        .anyMatch(replica ->
                                replica.agentAlive() && replica.seesPrimary().orElse(false));
    }

    private static boolean isCutOff(ShardView view) {
        return view.primary().agentLost()
                && view.primary().reachable().filter(reached -> !reached).isPresent();
    }

    /** Who was not asked yet may see it, unless its link is down. A link that is up proves little: it dies slowly. */
    private static boolean maySeePrimary(ShardView view, NodeSight replica) {
        return replica.agentAlive()
                && replica.seesPrimary()
                        .orElseGet(() -> replica.follows(view.primary().id()));
    }

    static boolean agentLost(ShardView view) {
        return view.nodes().anyMatch(NodeSight::agentLost) && !primaryUnreachable(view) && !primaryPartitioned(view);
    }

    static boolean splitClaim(ShardView view) {
        return view.shard().state() == ShardState.ACTIVE
                && view.replicas().stream().anyMatch(replica -> claims(view, replica));
    }

    /** A replica of the map says that it is a primary and owns slots of the shard. */
    static boolean claims(ShardView view, NodeSight replica) {
        return replica.isUpAs(NodeRole.PRIMARY)
                && replica.view()
                        .filter(v -> v.slots().intersects(view.shard().slots()))
                        .isPresent();
    }

    static boolean wrongPrimary(ShardView view) {
        return view.replicas().stream().anyMatch(replica -> isWrong(view, replica));
    }

    /** Whether a replica that is up follows another node than the slot map says, or none. */
    static boolean isWrong(ShardView view, NodeSight replica) {
        return replica.isUp()
                && replica.view()
                        .filter(v ->
                                !v.primary().equals(Optional.of(view.primary().id())))
                        .isPresent();
    }

    static boolean replicaDown(ShardView view) {
        return view.replicas().stream().anyMatch(Evidence::isDown);
    }

    static boolean isDown(NodeSight replica) {
        return replica.isIn(ProcessState.GONE, ProcessState.SILENT, ProcessState.BUSY, ProcessState.HUNG);
    }

    /** Replicas that nobody has heard of yet, as after the start of a leader, do not count as down. */
    static boolean withoutReplica(ShardView view) {
        return view.replicas().stream().allMatch(r -> !r.isUp() && (r.agentAlive() || r.agentLost()));
    }
}
