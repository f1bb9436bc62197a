package io.slotkeeper.k8s.reconcile;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conditions of a status; each keeps the time of its last change of status. Not thread-safe. */
final class Conditions {
    /** Longest message; the rest is cut. */
    private static final int LONGEST = 1024;

    private final List<Condition> before;
    private final long generation;
    private final Instant now;
    private final Map<ConditionType, Condition> conditions = new EnumMap<>(ConditionType.class);

    /** The types, in the order in which they are listed. */
    enum ConditionType {
        /** Every shard serves. */
        Ready,
        /** Something is under way. */
        Progressing,
        /** Something is wrong. */
        Degraded,
        /** The number of shards or replicas cannot become what the spec says. */
        ScalingBlocked,
        /** Pods are outdated, and none is replaced. */
        UpdateBlocked
    }

    Conditions(List<Condition> before, long generation, Instant now) {
        this.before = before;
        this.generation = generation;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        for (ConditionType type : ConditionType.values()) {
            set(type, false, "AsExpected", "");
        }
    }

    void set(ConditionType type, boolean holds, String reason, String message) {
        String status = holds ? "True" : "False";
        String since = previous(type)
                .filter(condition -> condition.getStatus().equals(status))
                .map(Condition::getLastTransitionTime)
                .orElse(now.toString());
        conditions.put(
                type,
                new ConditionBuilder()
                        .withType(type.name())
                        .withStatus(status)
                        .withReason(reason)
                        .withMessage(message.length() > LONGEST ? message.substring(0, LONGEST) : message)
                        .withLastTransitionTime(since)
                        .withObservedGeneration(generation)
                        .build());
    }

    private Optional<Condition> previous(ConditionType type) {
        return before.stream()
                .filter(condition -> condition.getType().equals(type.name()))
                .findFirst();
    }

    List<Condition> toList() {
        return new ArrayList<>(conditions.values());
    }
}
