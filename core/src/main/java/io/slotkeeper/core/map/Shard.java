package io.slotkeeper.core.map;

import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One primary, its replicas, and the slots they own.
 *
 * @param id {@code s1}, {@code s2}, …
 * @param epoch shard epoch of the present primary; 1 for the first
 * @param slots what the shard owns
 * @param state what it is going through
 * @param primary the node that accepts writes when {@code state} is active
 * @param replicas the other nodes, in node id order
 */
public record Shard(String id, long epoch, SlotSet slots, ShardState state, Node primary, List<Node> replicas) {
    public Shard {
        Objects.requireNonNull(id);
        Objects.requireNonNull(slots);
        Objects.requireNonNull(state);
        Objects.requireNonNull(primary);
        replicas = replicas.stream().sorted((a, b) -> a.id().compareTo(b.id())).toList();
    }

    /** Primary first, then the replicas. */
    public Stream<Node> nodes() {
        return Stream.concat(Stream.of(primary), replicas.stream());
    }

    public Optional<Node> node(NodeId nodeId) {
        return nodes().filter(node -> node.id().equals(nodeId)).findFirst();
    }

    public Optional<Node> replica(NodeId nodeId) {
        return replicas.stream().filter(node -> node.id().equals(nodeId)).findFirst();
    }

    public Shard withState(ShardState next) {
        return new Shard(id, epoch, slots, next, primary, replicas);
    }

    public Shard withSlots(SlotSet next) {
        return new Shard(id, epoch, next, state, primary, replicas);
    }

    public Shard withReplicas(List<Node> next) {
        return new Shard(id, epoch, slots, state, primary, next);
    }

    /**
     * The shard after a promotion: the old primary becomes a replica.
     *
     * @throws IllegalArgumentException if the node is not a replica of this shard
     */
    public Shard withPrimary(NodeId promoted, long newEpoch) {
        Node next = replica(promoted)
                .orElseThrow(() -> new IllegalArgumentException(promoted + " is not a replica of shard " + id));
        List<Node> others = new ArrayList<>(replicas);
        others.remove(next);
        others.add(primary);
        return new Shard(id, newEpoch, slots, ShardState.ACTIVE, next, others);
    }

    /** The shard with the present particulars of one of its nodes; unchanged when the node is not in it. */
    public Shard withNode(Node node) {
        Node newPrimary = primary.id().equals(node.id()) ? node : primary;
        List<Node> newReplicas =
                replicas.stream().map(r -> r.id().equals(node.id()) ? node : r).toList();
        return new Shard(id, epoch, slots, state, newPrimary, newReplicas);
    }
}
