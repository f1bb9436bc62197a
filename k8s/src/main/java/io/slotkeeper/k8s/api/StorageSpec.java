package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A volume for every pod.
 *
 * @param size for example {@code 10Gi}
 * @param storageClassName absent: the cluster's default
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StorageSpec(
        @JsonPropertyDescription(
                "Size of every volume, for example 10Gi; it can grow where the storage class allows it.")
        @Required
        @Size(max = 20)
        @Pattern("^[1-9][0-9]*(Mi|Gi|Ti)$")
        @ValidationRule(
                value = "quantity(self).compareTo(quantity(oldSelf)) >= 0",
                message = "a volume cannot shrink: keep the size, or create another RedisCluster",
                reason = "FieldValueInvalid")
        String size,

        @JsonPropertyDescription("Storage class; without it the default one.")
        @Size(max = 253)
        @ValidationRule(
                value = "self == oldSelf",
                message = "the storage class of a volume cannot be changed",
                reason = "FieldValueForbidden")
        String storageClassName) {}
