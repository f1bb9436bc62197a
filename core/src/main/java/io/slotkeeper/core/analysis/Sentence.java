package io.slotkeeper.core.analysis;

import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the rows of the analysis table say to people. */
final class Sentence {
    private Sentence() {}

    static String shardLost(ShardView view) {
        return "All " + (1 + view.replicas().size()) + " nodes of the shard are gone; it waits for one to come back.";
    }

    static String primaryCrashed(ShardView view) {
        return "Primary " + view.primary().name() + " is gone: "
                + (view.primary().isSupplanted()
                        ? "another node answers at its address."
                        : "nothing listens at its address.");
    }

    static String restartedEmpty(ShardView view) {
        return "Primary " + view.primary().name() + " came back without data while a replica still holds it.";
    }

    static String primaryHung(ShardView view) {
        return "Primary " + view.primary().name() + " does not answer, and its process is stopped or stuck.";
    }

    static String primaryBusy(ShardView view) {
        return "Primary " + view.primary().name()
                + " does not answer but seems to be at work; it is waited for until busy-after.";
    }

    static String primaryPartitioned(ShardView view) {
        return "Agent " + view.primary().node().agent() + " is silent, and its node "
                + view.primary().node().address() + " answers a replica's agent but not the leader.";
    }

    static String splitClaim(ShardView view) {
        return names(view, replica -> Evidence.claims(view, replica)) + " claims slots whose primary is "
                + view.primary().name() + ".";
    }

    static String primaryUnreachable(ShardView view) {
        return "Agent " + view.primary().node().agent() + " is silent, and its node "
                + view.primary().node().address() + " answers neither the leader nor its replicas.";
    }

    static String agentLost(ShardView view) {
        return "No reports from " + agents(view, NodeSight::agentLost) + "; nobody guards the node beside it.";
    }

    static String wrongPrimary(ShardView view) {
        return names(view, replica -> Evidence.isWrong(view, replica)) + " should follow "
                + view.primary().name() + " and does not.";
    }

    static String openSlot(ShardView view) {
        return "Slots " + view.orphans() + " are open on a node of the shard, and no operation moves them.";
    }

    static String foreignChange(ShardView view) {
        return view.primary().name() + " and the slot map disagree about slots " + view.foreignSlots()
                + ": somebody moved them by other means than Slotkeeper.";
    }

    static String replicaDown(ShardView view) {
        return "Replica " + names(view, Evidence::isDown) + " does not answer.";
    }

    static String withoutReplica(ShardView view) {
        return "No replica of the shard is up; the loss of " + view.primary().name() + " would stop it.";
    }

    private static String names(ShardView view, Predicate<NodeSight> which) {
        return view.replicas().stream().filter(which).map(NodeSight::name).collect(Collectors.joining(", "));
    }

    private static String agents(ShardView view, Predicate<NodeSight> which) {
        return view.nodes().filter(which).map(n -> "agent " + n.node().agent()).collect(Collectors.joining(", "));
    }
}
