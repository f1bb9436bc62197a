package io.slotkeeper.core.analysis;

import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.Guarding;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.Optional;

/** Sights and views of shard s1: primary 1, replicas 2 and 3. */
public final class Views {
    private Views() {}

    public static NodeSight up(int number) {
        return sight(number, ProcessState.UP, view(number));
    }

    public static NodeSight gone(int number) {
        return sight(number, ProcessState.GONE, view(number));
    }

    /** Its agent says that another node answers at its address. */
    public static NodeSight supplanted(int number) {
        return sight(number, ProcessState.UP, view(9));
    }

    /** Its agent guards another node now, at another address. */
    public static NodeSight abandoned(int number) {
        AgentReport report = Samples.report(9, "i1", 1, ProcessState.UP, view(9));
        return new NodeSight(
                Samples.node(number), Optional.of(report), true, false, Optional.empty(), Optional.empty());
    }

    public static NodeSight sight(int number, ProcessState process, NodeView view) {
        AgentReport report = Samples.report(number, "i1", 1, process, view);
        return new NodeSight(
                Samples.node(number), Optional.of(report), true, false, Optional.empty(), Optional.empty());
    }

    public static NodeSight silent(int number, Boolean reachable) {
        return new NodeSight(
                Samples.node(number),
                up(number).report(),
                false,
                true,
                Optional.ofNullable(reachable),
                Optional.empty());
    }

    /** A replica that is up, and whose agent reached the primary, or did not. Its own link is up. */
    public static NodeSight seeing(int number, boolean reached) {
        NodeSight s = up(number);
        return new NodeSight(s.node(), s.report(), true, false, Optional.empty(), Optional.of(reached));
    }

    /** The same, but its agent may not kill its process. */
    public static NodeSight unkillable(NodeSight s) {
        AgentReport r = s.report().orElseThrow();
        AgentReport weak = new AgentReport(
                r.identity(),
                r.sequence(),
                r.sentNanos(),
                r.process(),
                r.downMicros(),
                r.silentMicros(),
                r.problem(),
                Guarding.NONE,
                r.view());
        return new NodeSight(s.node(), Optional.of(weak), true, false, Optional.empty(), Optional.empty());
    }

    public static NodeView view(int number) {
        return number == 1 ? Samples.primaryView(1) : Samples.replicaView(number, 1);
    }

    /** A view with another history, number of keys and offset. */
    public static NodeView with(NodeView v, String history, long keys, long offset) {
        return new NodeView(
                v.id(),
                v.runId(),
                v.serverVersion(),
                v.role(),
                v.primary(),
                history,
                offset,
                v.linkUp(),
                v.synced(),
                keys,
                v.configEpoch(),
                v.slots(),
                v.viewDigest(),
                v.knownNodes(),
                v.looseEnds(),
                v.clusterOk(),
                v.fenced(),
                v.syncHeld(),
                v.configured(),
                v.config(),
                v.redundancy());
    }

    /** A replica's view that follows another node, with its link and sync as given. */
    public static NodeView following(int number, int primary, boolean linkUp, boolean synced) {
        NodeView v = Samples.replicaView(number, primary);
        return new NodeView(
                v.id(),
                v.runId(),
                v.serverVersion(),
                NodeRole.REPLICA,
                v.primary(),
                v.replicationId(),
                v.offset(),
                linkUp,
                synced,
                v.keys(),
                v.configEpoch(),
                v.slots(),
                v.viewDigest(),
                v.knownNodes(),
                v.looseEnds(),
                v.clusterOk(),
                v.fenced(),
                v.syncHeld(),
                v.configured(),
                v.config(),
                v.redundancy());
    }

    public static ShardView shard(NodeSight primary, NodeSight... replicas) {
        return shard(ShardState.ACTIVE, primary, replicas);
    }

    public static ShardView shard(ShardState state, NodeSight primary, NodeSight... replicas) {
        return new ShardView(Samples.s1().withState(state), primary, List.of(replicas), SlotSet.empty());
    }
}
