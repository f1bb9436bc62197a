package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Objects;

/**
 * What a user asks for. What is left out has the default of the schema, here as well as on the API server.
 *
 * @param shards 1 to 500
 * @param replicasPerShard 0 to 5
 * @param redis the servers
 * @param storage absent: a cache that loses a pod's data with the pod
 * @param placement where pods may run
 * @param auth absent: no password
 * @param coordinators who decides
 * @param agent the sidecars
 * @param failover when a silent primary is replaced
 * @param migration how slots move
 * @param tls refused: this release has none
 * @param update how changes are rolled out
 * @param maintenanceWindows when changes may be rolled out; none: always
 * @param monitoring what Prometheus and Grafana get
 * @param network who may connect
 * @param whenDeleted what becomes of the volumes
 * @param paused the operator changes nothing and only reports
 */
@ValidationRule(
        value = "has(self.storage) == has(oldSelf.storage)",
        message = "storage cannot be added to or taken from a cluster: create another RedisCluster and move the data",
        fieldPath = ".storage",
        reason = "FieldValueForbidden")
@ValidationRule(
        value = "has(self.auth) == has(oldSelf.auth)",
        message = "a password cannot be added to or taken from a running cluster; to change one see docs/kubernetes.md",
        fieldPath = ".auth",
        reason = "FieldValueForbidden")
@ValidationRule(
        value = "!has(self.tls)",
        message =
                "Redis and coordinators speak no TLS in this release: leave tls out, and keep the ports in a network of"
                        + " your own or in a mesh that encrypts",
        fieldPath = ".tls",
        reason = "FieldValueForbidden")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RedisClusterSpec(
        @JsonPropertyDescription("Shards, each the owner of a part of the slots.")
        @SpecReplicas
        @Min(1)
        @Max(500)
        @Default("3")
        Integer shards,

        @JsonPropertyDescription("Replicas of every shard. 0: a shard is away while its pod is.")
        @Min(0)
        @Max(5)
        @Default("1")
        Integer replicasPerShard,

        @JsonPropertyDescription("The Redis servers.") @Default("{}")
        RedisSpec redis,

        @JsonPropertyDescription("Volume of every Redis pod. Without it a pod's data goes with the pod.")
        StorageSpec storage,

        @JsonPropertyDescription("Where pods may run.") @Default("{}")
        PlacementSpec placement,

        @JsonPropertyDescription("Password of Redis. Without it there is none.")
        AuthSpec auth,

        @JsonPropertyDescription("Who decides failovers, switchovers and moves.") @Default("{}")
        CoordinatorsSpec coordinators,

        @JsonPropertyDescription("The sidecar of every Redis pod.") @Default("{}")
        AgentSpec agent,

        @JsonPropertyDescription("When a silent primary is replaced.") @Default("{}")
        FailoverSpec failover,

        @JsonPropertyDescription("How slots move when the number of shards changes.") @Default("{}")
        MigrationSpec migration,

        @JsonPropertyDescription("Not available in this release, and refused.")
        TlsSpec tls,

        @JsonPropertyDescription("How changes are rolled out.") @Default("{}")
        UpdateSpec update,

        @JsonPropertyDescription("When changes may be rolled out. Without any: always.") @Size(max = 16)
        List<MaintenanceWindow> maintenanceWindows,

        @JsonPropertyDescription("What Prometheus and Grafana get.") @Default("{}")
        MonitoringSpec monitoring,

        @JsonPropertyDescription("Who may connect.") @Default("{}")
        NetworkSpec network,

        @JsonPropertyDescription("What becomes of the volumes when this resource is deleted.") @Default("Retain")
        VolumePolicy whenDeleted,

        @JsonPropertyDescription("The operator changes nothing and only reports.") @Default("false")
        Boolean paused) {

    /** Puts the defaults of the schema in the place of what is left out. */
    public RedisClusterSpec {
        shards = Objects.requireNonNullElse(shards, 3);
        replicasPerShard = Objects.requireNonNullElse(replicasPerShard, 1);
        redis = Objects.requireNonNullElseGet(redis, () -> new RedisSpec(null, null, null));
        placement = Objects.requireNonNullElseGet(placement, () -> new PlacementSpec(null, null, null, null, null));
        coordinators = Objects.requireNonNullElseGet(
                coordinators, () -> new CoordinatorsSpec(null, null, null, null, null, null));
        agent = Objects.requireNonNullElseGet(agent, () -> new AgentSpec(null, null));
        failover = Objects.requireNonNullElseGet(failover, () -> new FailoverSpec(null, null, null, null));
        migration = Objects.requireNonNullElseGet(migration, () -> new MigrationSpec(null, null, null));
        update = Objects.requireNonNullElseGet(update, () -> new UpdateSpec(null, null, null));
        maintenanceWindows = maintenanceWindows == null ? List.of() : List.copyOf(maintenanceWindows);
        monitoring = Objects.requireNonNullElseGet(monitoring, () -> new MonitoringSpec(null, null));
        network = Objects.requireNonNullElseGet(network, () -> new NetworkSpec(null));
        whenDeleted = Objects.requireNonNullElse(whenDeleted, VolumePolicy.Retain);
        paused = Objects.requireNonNullElse(paused, false);
    }

    /** Redis pods of every shard. */
    public int podsPerShard() {
        return replicasPerShard + 1;
    }
}
