package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Redis servers.
 *
 * @param image Redis 6.2, 7 or 8, or Valkey; with {@code redis-server}, {@code redis-cli}, {@code sh} and {@code sha1sum}
 * @param config directives of {@code redis.conf}, without those that Slotkeeper sets
 * @param resources of the Redis container
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RedisSpec(
        @JsonPropertyDescription("Redis 6.2, 7 or 8, or Valkey with its redis-* names.")
        @Default(RedisSpec.IMAGE)
        @Size(min = 1, max = 512)
        String image,

        @JsonPropertyDescription("Directives of redis.conf, for example maxmemory-policy: allkeys-lru.")
        @Size(max = 100)
        @ValidationRule(
                value = "self.all(key, !(key in ['bind', 'port', 'dir', 'daemonize', 'protected-mode',"
                        + " 'requirepass', 'masterauth', 'masteruser', 'user', 'aclfile', 'include',"
                        + " 'loadmodule', 'unixsocket', 'replicaof', 'slaveof', 'tls-port', 'logfile',"
                        + " 'repl-diskless-sync', 'repl-diskless-sync-delay', 'min-replicas-to-write',"
                        + " 'min-slaves-to-write']) && !key.startsWith('cluster-'))",
                message = "addresses, cluster-*, passwords, files, modules, replicaof, repl-diskless-sync and"
                        + " min-replicas-to-write are set by Slotkeeper: leave them out",
                reason = "FieldValueForbidden")
        @ValidationRule(
                value = "self.all(key, !self[key].contains('\\n'))",
                message = "write the arguments of a directive in one line",
                reason = "FieldValueInvalid")
        Map<String, @Size(max = 1024) String> config,

        @JsonPropertyDescription("Requests and limits of the Redis container.")
        ResourceRequirements resources) {
    /** The default image. */
    static final String IMAGE = "redis:7.2";

    /** Sorts the directives, so that their order never changes a pod. */
    public RedisSpec {
        image = Objects.requireNonNullElse(image, IMAGE);
        config = new TreeMap<>(Objects.requireNonNullElse(config, Map.of()));
    }

    /** Directives in the order of their names. */
    public SortedMap<String, String> directives() {
        return new TreeMap<>(config);
    }
}
