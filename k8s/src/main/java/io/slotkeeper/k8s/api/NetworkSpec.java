package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;

/**
 * Who may connect.
 *
 * @param policies whether everything but Redis and the coordinators' HTTP port is closed to others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkSpec(
        @JsonPropertyDescription("Close all ports but Redis and the coordinators' HTTP to others.") @Default("true")
        Boolean policies) {
    public NetworkSpec {
        policies = Objects.requireNonNullElse(policies, true);
    }
}
