package io.slotkeeper.k8s.scale;

import io.slotkeeper.k8s.coordinators.ClusterView.Operation;
import java.util.List;
import java.util.Optional;

/**
 * What a look at the size of a cluster says.
 *
 * @param step to be taken now
 * @param running the operation that changes the size or moves slots
 * @param text what is under way or waited for; empty when the size is that of the spec
 * @param blocked why it does not become that of the spec
 */
public record Scale(Optional<Step> step, Optional<Operation> running, String text, Optional<Blocked> blocked) {
    /** The size is right. */
    public static final Scale NONE = new Scale(Optional.empty(), Optional.empty(), "", Optional.empty());

    /** Something must come first. */
    public static Scale waiting(String text) {
        return new Scale(Optional.empty(), Optional.empty(), text, Optional.empty());
    }

    static Scale running(Operation operation, Optional<Blocked> blocked) {
        return new Scale(Optional.empty(), Optional.of(operation), operation.text(), blocked);
    }

    static Scale step(Step step, String text) {
        return new Scale(Optional.of(step), Optional.empty(), text, Optional.empty());
    }

    /** Somebody must act, or something must change. */
    public static Scale blocked(String reason, String text) {
        return new Scale(Optional.empty(), Optional.empty(), text, Optional.of(new Blocked(reason, text)));
    }

    /** Whether the size is on its way to that of the spec. */
    public boolean isUnderWay() {
        return step.isPresent() || running.isPresent() || (!text.isEmpty() && blocked.isEmpty());
    }

    /** One thing to ask the coordinators for; harmless when it is asked twice. */
    public sealed interface Step {}

    /**
     * Begin an operation.
     *
     * @param kind of {@code POST /v1/operations}
     * @param shard that it is about; empty for {@code add-shard}
     * @param nodes names of agents
     */
    public record Begin(String kind, String shard, List<String> nodes) implements Step {
        public Begin {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * Make a replica the primary, since the primary's pod is to go.
     *
     * @param shard id of the coordinators
     * @param to agent of the replica
     */
    public record HandOver(String shard, String to) implements Step {}

    /**
     * Why not.
     *
     * @param reason stable, for a condition; of the coordinators where they say it
     * @param text for the user
     */
    public record Blocked(String reason, String text) {}
}
