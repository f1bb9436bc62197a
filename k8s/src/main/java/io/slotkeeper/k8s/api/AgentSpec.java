package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.ResourceRequirements;

/**
 * The sidecars.
 *
 * @param image absent: what the operator was installed with
 * @param resources of the container
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentSpec(
        @JsonPropertyDescription("Image; without it that of the operator's installation.") @Size(min = 1, max = 512)
        String image,

        @JsonPropertyDescription("Requests and limits of the container.")
        ResourceRequirements resources) {}
