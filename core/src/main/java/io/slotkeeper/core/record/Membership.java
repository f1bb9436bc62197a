package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Nodes that are on their way into or out of shards. Immutable.
 *
 * @param joining replicas that the lease of their primary does not count with for certain; they are not promoted
 * @param retired nodes that were taken out of the cluster by request: they are emptied when they answer, and used again only
 *     when somebody names them
 */
public record Membership(NavigableSet<NodeId> joining, NavigableSet<NodeId> retired) {
    public Membership {
        joining = Collections.unmodifiableNavigableSet(new TreeSet<>(joining));
        retired = Collections.unmodifiableNavigableSet(new TreeSet<>(retired));
    }

    static Membership none() {
        return new Membership(new TreeSet<>(), new TreeSet<>());
    }

    /** With nodes that become replicas. */
    Membership join(Collection<NodeId> nodes) {
        return new Membership(plus(joining, nodes), minus(retired, nodes));
    }

    /** With replicas that may be promoted from now on. */
    Membership admit(Collection<NodeId> nodes) {
        return new Membership(minus(joining, nodes), retired);
    }

    /** With nodes that form a new shard: its first lease counts with them. */
    Membership found(Collection<NodeId> nodes) {
        return new Membership(joining, minus(retired, nodes));
    }

    /** With nodes that have left their shards. */
    Membership retire(Collection<NodeId> nodes) {
        return new Membership(minus(joining, nodes), plus(retired, nodes));
    }

    private static NavigableSet<NodeId> plus(NavigableSet<NodeId> set, Collection<NodeId> more) {
        NavigableSet<NodeId> next = new TreeSet<>(set);
        next.addAll(more);
        return next;
    }

    private static NavigableSet<NodeId> minus(NavigableSet<NodeId> set, Collection<NodeId> gone) {
        NavigableSet<NodeId> next = new TreeSet<>(set);
        next.removeAll(gone);
        return next;
    }

    void writeTo(BinaryOutput out) {
        out.putList(joining, BinaryOutput::putNodeId).putList(retired, BinaryOutput::putNodeId);
    }

    static Membership readFrom(BinaryInput in) {
        return new Membership(
                new TreeSet<>(in.getList(BinaryInput::getNodeId)), new TreeSet<>(in.getList(BinaryInput::getNodeId)));
    }
}
