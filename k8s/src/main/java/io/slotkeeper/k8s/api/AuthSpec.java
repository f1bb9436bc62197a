package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * The password of Redis.
 *
 * @param secretName a Secret of the same namespace with the key {@code password} and, while a password is being changed,
 *     {@code also-accepted}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuthSpec(
        @JsonPropertyDescription("Secret with the key password and, while a password is being changed, also-accepted.")
        @Required
        @Size(min = 1, max = 253)
        String secretName) {}
