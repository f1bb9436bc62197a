package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Objects;

/**
 * How slots move when the number of shards changes.
 *
 * @param keysPerSecond at most, of all shards together; 0: as many as possible
 * @param bigKeys what is done about slots that hold a big key
 * @param bigKeyBytes a key that takes more memory than this is big, 1024 to 2^31-1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MigrationSpec(
        @JsonPropertyDescription("Most keys to move in a second; 0: as many as possible.") @Min(0) @Default("0")
        Integer keysPerSecond,

        @JsonPropertyDescription("Slots with a big key move last (Last), stay (Skip), or end the operation (Abort).")
        @Default("Last")
        BigKeys bigKeys,

        @JsonPropertyDescription("A key that takes more memory than this is big.")
        @Min(1024)
        @Max(Integer.MAX_VALUE)
        @Default("16777216")
        Integer bigKeyBytes) {
    /** What is done about slots that hold a big key. */
    public enum BigKeys {
        /** They move last and alone. */
        Last,
        /** They stay where they are. */
        Skip,
        /** The operation ends. */
        Abort
    }

    public MigrationSpec {
        keysPerSecond = Objects.requireNonNullElse(keysPerSecond, 0);
        bigKeys = Objects.requireNonNullElse(bigKeys, BigKeys.Last);
        bigKeyBytes = Objects.requireNonNullElse(bigKeyBytes, 16_777_216);
    }
}
