package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Objects;

/**
 * When a silent primary is replaced.
 *
 * @param leaseMillis how long a primary may accept writes without a renewal, 500 to 60000
 * @param minIntervalMillis shortest time between two failovers of one shard, 0 to 3600000
 * @param promotePartitioned whether a primary that a replica still reaches is replaced too
 * @param writeSafety what stops a primary that is cut off
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailoverSpec(
        @JsonPropertyDescription("How long a primary may accept writes without a renewal, in milliseconds.")
        @Min(500)
        @Max(60_000)
        @Default("1000")
        Integer leaseMillis,

        @JsonPropertyDescription("Shortest time between two failovers of one shard, in milliseconds.")
        @Min(0)
        @Max(3_600_000)
        @Default("1000")
        Integer minIntervalMillis,

        @JsonPropertyDescription("Also replace a primary that nobody but a replica still reaches.") @Default("false")
        Boolean promotePartitioned,

        @JsonPropertyDescription(
                "What stops a primary that is cut off: its agent (Lease), or the server itself too (Strict).")
        @Default("Lease")
        WriteSafety writeSafety) {
    /** What stops a primary that is cut off. */
    public enum WriteSafety {
        /** Its agent. */
        Lease,
        /** The server itself too, some seconds after it last heard a replica. */
        Strict
    }

    public FailoverSpec {
        leaseMillis = Objects.requireNonNullElse(leaseMillis, 1000);
        minIntervalMillis = Objects.requireNonNullElse(minIntervalMillis, 1000);
        promotePartitioned = Objects.requireNonNullElse(promotePartitioned, false);
        writeSafety = Objects.requireNonNullElse(writeSafety, WriteSafety.Lease);
    }
}
