package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Objects;

/**
 * The coordinators.
 *
 * @param count 1, 3 or 5
 * @param image absent: what the operator was installed with
 * @param resources of the container
 * @param storageSize of the Raft log's volume; fixed
 * @param storageClassName absent: the cluster's default; fixed
 * @param bridgePort TCP bridge of the event bus; 0 for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CoordinatorsSpec(
        @JsonPropertyDescription("1, 3 or 5: three survive the loss of one, five that of two.")
        @Default("3")
        @ValidationRule(
                value = "self in [1, 3, 5]",
                message = "coordinators are 1, 3 or 5: an even number survives no more than one less",
                reason = "FieldValueInvalid")
        @ValidationRule(
                value = "self == oldSelf",
                message = "the number of coordinators cannot be changed: the group's members are in its log",
                reason = "FieldValueForbidden")
        Integer count,

        @JsonPropertyDescription("Image; without it that of the operator's installation.") @Size(min = 1, max = 512)
        String image,

        @JsonPropertyDescription("Requests and limits of the container.")
        ResourceRequirements resources,

        @JsonPropertyDescription("Size of the volume for the Raft log.")
        @Default("1Gi")
        @Size(max = 20)
        @Pattern("^[1-9][0-9]*(Mi|Gi|Ti)$")
        @ValidationRule(
                value = "self == oldSelf",
                message = "the coordinators' volumes cannot be changed",
                reason = "FieldValueForbidden")
        String storageSize,

        @JsonPropertyDescription("Storage class; without it the default one.")
        @Size(max = 253)
        @ValidationRule(
                value = "self == oldSelf",
                message = "the storage class of a volume cannot be changed",
                reason = "FieldValueForbidden")
        String storageClassName,

        @JsonPropertyDescription("Port of the event bus' TCP bridge; 0 for none.")
        @Default("0")
        @ValidationRule(
                value = "self == 0 || (self >= 1024 && self <= 65535 && !(self in [5701, 6701, 8080]))",
                message = "give 0, or a port from 1024 to 65535 other than 5701, 6701 and 8080",
                reason = "FieldValueInvalid")
        Integer bridgePort) {
    public CoordinatorsSpec {
        count = Objects.requireNonNullElse(count, 3);
        storageSize = Objects.requireNonNullElse(storageSize, "1Gi");
        bridgePort = Objects.requireNonNullElse(bridgePort, 0);
    }
}
