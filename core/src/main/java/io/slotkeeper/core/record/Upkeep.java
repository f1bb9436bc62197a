package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.operation.Operations;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is decided about shards and nodes beside the slot map, and must outlive the leader that decided it. Immutable.
 *
 * @param requiredReplicas by shard: how many replicas in time a write of its primary needs, 0 or 1; a shard that is not
 *     named keeps what its nodes are set to
 * @param pauses maintenance pauses by shard; that of {@link #CLUSTER} is for all
 * @param untaken by shard: slots that it was given from a lost one, and whose node has yet to take them
 * @param drained nodes that are about to be restarted, and their processes (run ids) of before; they are not promoted
 * @param custody who acts on the nodes
 * @param operations long-running work, under way and ended
 * @param membership nodes on their way into or out of shards
 */
public record Upkeep(
        SortedMap<String, Long> requiredReplicas,
        SortedMap<String, Pause> pauses,
        SortedMap<String, SlotSet> untaken,
        SortedMap<NodeId, String> drained,
        Custody custody,
        Operations operations,
        Membership membership) {
    /** Stands for all shards. */
    public static final String CLUSTER = "";

    /**
     * Nothing is failed over or repaired without request.
     *
     * @param leftMillis how much longer, by the last count
     * @param reason of whoever asked for it; may be empty
     */
    public record Pause(long leftMillis, String reason) {
        void writeTo(BinaryOutput out) {
            out.putLong(leftMillis).putText(reason);
        }

        static Pause readFrom(BinaryInput in) {
            return new Pause(in.getLong(), in.getText());
        }
    }

    public Upkeep {
        requiredReplicas = Collections.unmodifiableSortedMap(new TreeMap<>(requiredReplicas));
        pauses = Collections.unmodifiableSortedMap(new TreeMap<>(pauses));
        untaken = Collections.unmodifiableSortedMap(new TreeMap<>(untaken));
        drained = Collections.unmodifiableSortedMap(new TreeMap<>(drained));
    }

    /** Nothing is decided. */
    public static Upkeep none() {
        return new Upkeep(
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Custody.initial(),
                Operations.none(),
                Membership.none());
    }

    /** How many replicas in time a write needs; empty while nobody has decided it. */
    public OptionalLong requiredReplicas(String shard) {
        Long required = requiredReplicas.get(shard);
        return required == null ? OptionalLong.empty() : OptionalLong.of(required);
    }

    /** Whether nothing is done to a shard without request. */
    public boolean isPaused(String shard) {
        return pauses.containsKey(CLUSTER) || pauses.containsKey(shard);
    }

    /** Another decision about a shard, or none any more when it is empty. */
    Upkeep withRequiredReplicas(String shard, OptionalLong required) {
        SortedMap<String, Long> next = new TreeMap<>(requiredReplicas);
        next.remove(shard);
        required.ifPresent(number -> next.put(shard, number));
        return new Upkeep(next, pauses, untaken, drained, custody, operations, membership);
    }

    Upkeep withPause(String shard, Pause pause) {
        SortedMap<String, Pause> next = new TreeMap<>(pauses);
        next.put(shard, pause);
        return new Upkeep(requiredReplicas, next, untaken, drained, custody, operations, membership);
    }

    Upkeep withoutPause(String shard) {
        SortedMap<String, Pause> next = new TreeMap<>(pauses);
        next.remove(shard);
        return new Upkeep(requiredReplicas, next, untaken, drained, custody, operations, membership);
    }

    /** Slots that a shard owns by the map, and that its primary has yet to take; usually none. */
    public SlotSet untaken(String shard) {
        return untaken.getOrDefault(shard, SlotSet.empty());
    }

    Upkeep withUntaken(String shard, SlotSet slots) {
        SortedMap<String, SlotSet> next = new TreeMap<>(untaken);
        next.remove(shard);
        if (!slots.isEmpty()) {
            next.put(shard, slots);
        }
        return new Upkeep(requiredReplicas, pauses, next, drained, custody, operations, membership);
    }

    Upkeep withDrained(NodeId node, String runId) {
        SortedMap<NodeId, String> next = new TreeMap<>(drained);
        next.put(node, runId);
        return new Upkeep(requiredReplicas, pauses, untaken, next, custody, operations, membership);
    }

    Upkeep withoutDrained(NodeId node) {
        SortedMap<NodeId, String> next = new TreeMap<>(drained);
        next.remove(node);
        return new Upkeep(requiredReplicas, pauses, untaken, next, custody, operations, membership);
    }

    void writeTo(BinaryOutput out) {
        out.putNumbers(requiredReplicas)
                .putList(pauses.entrySet(), (o, entry) -> {
                    o.putText(entry.getKey());
                    entry.getValue().writeTo(o);
                })
                .putList(untaken.entrySet(), (o, entry) -> o.putText(entry.getKey())
                        .putSlots(entry.getValue()))
                .putList(drained.entrySet(), (o, entry) -> o.putNodeId(entry.getKey())
                        .putText(entry.getValue()));
        custody.writeTo(out);
        operations.writeTo(out);
        membership.writeTo(out);
    }

    Upkeep withMembership(Membership next) {
        return new Upkeep(requiredReplicas, pauses, untaken, drained, custody, operations, next);
    }

    Upkeep withOperations(Operations next) {
        return new Upkeep(requiredReplicas, pauses, untaken, drained, custody, next, membership);
    }

    Upkeep withCustody(Custody next) {
        return new Upkeep(requiredReplicas, pauses, untaken, drained, next, operations, membership);
    }

    static Upkeep readFrom(BinaryInput in) {
        SortedMap<String, Long> required = new TreeMap<>(in.getNumbers());
        SortedMap<String, Pause> pauses = new TreeMap<>();
        in.getList(i -> pauses.put(i.getText(), Pause.readFrom(i)) == null);
        SortedMap<String, SlotSet> untaken = new TreeMap<>();
        in.getList(i -> untaken.put(i.getText(), i.getSlots()) == null);
        SortedMap<NodeId, String> drained = new TreeMap<>();
        in.getList(i -> drained.put(i.getNodeId(), i.getText()) == null);
        Custody custody = Custody.readFrom(in);
        Operations operations = Operations.readFrom(in);
        return new Upkeep(required, pauses, untaken, drained, custody, operations, Membership.readFrom(in));
    }
}
