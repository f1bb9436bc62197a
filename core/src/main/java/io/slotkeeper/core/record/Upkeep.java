package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is decided about shards and nodes beside the slot map, and must outlive the leader that decided it. Immutable.
 *
 * @param requiredReplicas by shard: how many replicas in time a write of its primary needs, 0 or 1; a shard that is not
 *     named keeps what its nodes are set to
 */
public record Upkeep(SortedMap<String, Long> requiredReplicas) {
    public Upkeep {
        requiredReplicas = Collections.unmodifiableSortedMap(new TreeMap<>(requiredReplicas));
    }

    /** Nothing is decided. */
    public static Upkeep none() {
        return new Upkeep(new TreeMap<>());
    }

    /** How many replicas in time a write needs; empty while nobody has decided it. */
    public OptionalLong requiredReplicas(String shard) {
        Long required = requiredReplicas.get(shard);
        return required == null ? OptionalLong.empty() : OptionalLong.of(required);
    }

    /** Another decision about a shard, or none any more when it is empty. */
    Upkeep withRequiredReplicas(String shard, OptionalLong required) {
        SortedMap<String, Long> next = new TreeMap<>(requiredReplicas);
        next.remove(shard);
        required.ifPresent(number -> next.put(shard, number));
        return new Upkeep(next);
    }

    void writeTo(BinaryOutput out) {
        out.putNumbers(requiredReplicas);
    }

    static Upkeep readFrom(BinaryInput in) {
        return new Upkeep(new TreeMap<>(in.getNumbers()));
    }
}
