package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where pods may run.
 *
 * @param zoneLabel label of the machines whose value is the failure domain
 * @param zones how strictly the pods of a shard are spread over zones
 * @param hosts how strictly the pods of a shard are spread over machines
 * @param nodeSelector labels that the machines must have
 * @param tolerations taints that the pods put up with
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlacementSpec(
        @JsonPropertyDescription("Label of the machines whose value is the failure domain.")
        @Default(PlacementSpec.ZONE_LABEL)
        @Size(max = 317)
        String zoneLabel,

        @JsonPropertyDescription("How strictly the pods of a shard, and the coordinators, are spread over zones.")
        @Default("Preferred")
        Spread zones,

        @JsonPropertyDescription("How strictly the pods of a shard, and the coordinators, are spread over machines.")
        @Default("Preferred")
        Spread hosts,

        @JsonPropertyDescription("Labels that the machines must have.")
        Map<String, String> nodeSelector,

        @JsonPropertyDescription("Taints that the pods put up with.") @Size(max = 32)
        List<Toleration> tolerations) {
    /** The label that Kubernetes and its providers set. */
    static final String ZONE_LABEL = "topology.kubernetes.io/zone";

    /** How strictly. */
    public enum Spread {
        /** As far as possible. */
        Preferred,
        /** A pod waits rather than share. */
        Required
    }

    public PlacementSpec {
        zoneLabel = Objects.requireNonNullElse(zoneLabel, ZONE_LABEL);
        zones = Objects.requireNonNullElse(zones, Spread.Preferred);
        hosts = Objects.requireNonNullElse(hosts, Spread.Preferred);
        nodeSelector = nodeSelector == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(nodeSelector));
        tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    }
}
