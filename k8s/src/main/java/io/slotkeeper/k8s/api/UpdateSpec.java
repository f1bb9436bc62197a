package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Objects;

/**
 * How changes are rolled out.
 *
 * @param maxShards shards that are worked on at a time, one pod of each, 1 to 50
 * @param stepTimeoutSeconds how long a replaced pod may take to be back in sync, 10 to 86400
 * @param allowDowntime whether a primary without a replica is restarted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UpdateSpec(
        @JsonPropertyDescription("Shards that are worked on at a time, one pod of each.") @Min(1) @Max(50) @Default("1")
        Integer maxShards,

        @JsonPropertyDescription("How long a replaced pod may take to be back in sync before the roll stops.")
        @Min(10)
        @Max(86_400)
        @Default("600")
        Integer stepTimeoutSeconds,

        @JsonPropertyDescription("Restart a primary that has no replica, although its shard is away meanwhile.")
        @Default("false")
        Boolean allowDowntime) {
    public UpdateSpec {
        maxShards = Objects.requireNonNullElse(maxShards, 1);
        stepTimeoutSeconds = Objects.requireNonNullElse(stepTimeoutSeconds, 600);
        allowDowntime = Objects.requireNonNullElse(allowDowntime, false);
    }
}
