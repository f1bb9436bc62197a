package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;

/**
 * What the operator last saw and did.
 *
 * @param observedGeneration generation of the spec that this is about
 * @param replicas shards that the coordinators' map has; the name is that of the scale subresource
 * @param selector labels of the Redis pods
 * @param mapVersion version of the slot map; absent while no coordinator answered yet
 * @param leader the leading coordinator; absent while there is none
 * @param shards the shards of the map
 * @param update the step of a rolling change that is under way
 * @param operation what the coordinators are doing; absent when it is nothing
 * @param conditions Ready, Progressing, Degraded, ScalingBlocked and UpdateBlocked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RedisClusterStatus(
        @JsonPropertyDescription("Generation of the spec that this is about.")
        Long observedGeneration,

        @JsonPropertyDescription("Shards of the slot map.") @StatusReplicas
        Integer replicas,

        @JsonPropertyDescription("Labels of the Redis pods.") @LabelSelector
        String selector,

        @JsonPropertyDescription("Version of the slot map.") Long mapVersion,
        @JsonPropertyDescription("The leading coordinator.") String leader,

        @JsonPropertyDescription("The shards of the slot map.")
        List<ShardSummary> shards,

        @JsonPropertyDescription("The steps of a rolling change that are under way.")
        List<UpdateStep> update,

        @JsonPropertyDescription("The operation of the coordinators that is under way.")
        OperationSummary operation,

        @JsonPropertyDescription("Ready, Progressing, Degraded, ScalingBlocked, UpdateBlocked.")
        List<Condition> conditions) {
    public RedisClusterStatus {
        shards = shards == null ? List.of() : List.copyOf(shards);
        update = update == null ? List.of() : List.copyOf(update);
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** Nothing is known yet. */
    public static RedisClusterStatus empty() {
        return new RedisClusterStatus(null, null, null, null, null, null, null, null, null);
    }

    /**
     * A shard of the map.
     *
     * @param id of the coordinators, for example {@code s1}
     * @param state as in the slot map
     * @param primary pod of the primary
     * @param slots how many it owns
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ShardSummary(String id, String state, String primary, Integer slots) {}

    /**
     * A pod that was deleted so that it comes back changed.
     *
     * @param pod its name
     * @param uid of the pod that was deleted
     * @param since when, in UTC
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record UpdateStep(String pod, String uid, String since) {}

    /**
     * A piece of work of the coordinators.
     *
     * @param id its number
     * @param kind for example {@code add-shard}
     * @param state {@code queued, running, paused} or {@code aborting}
     * @param progress for example {@code 512 of 4096 slots}
     * @param text what it is to do
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OperationSummary(Long id, String kind, String state, String progress, String text) {}
}
