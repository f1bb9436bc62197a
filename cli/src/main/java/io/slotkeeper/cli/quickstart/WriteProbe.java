package io.slotkeeper.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.testkit.HashTags;
import io.slotkeeper.testkit.RedisProbe;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/** Writes a key to every shard and removes it: the cluster is writable when its clients can write, not when it says so. */
final class WriteProbe {
    private final Optional<String> password;

    WriteProbe(Optional<String> password) {
        this.password = password;
    }

    /**
     * Tries every shard of a slot map.
     *
     * @return the first failure; empty when all shards take writes
     */
    Optional<String> firstFailure(JsonNode slotMap) {
        List<JsonNode> shards = Json.elements(slotMap.path("shards")).toList();
        if (shards.isEmpty()) {
            return Optional.of("no shard is published yet");
        }
        return shards.stream().map(this::write).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> write(JsonNode shard) {
        JsonNode primary = shard.path("primary");
        int slot = shard.path("slots").path(0).path(0).asInt();
        String key = "slotkeeper:probe:{" + HashTags.forSlot(slot) + "}";
        HostAndPort address = new HostAndPort(
                primary.path("host").asText(), primary.path("port").asInt());
        try (RedisProbe probe = new RedisProbe(address, password)) {
            // Expires by itself, in case the removal does not arrive.
            probe.command("SET", key, "1", "EX", "10");
            probe.command("DEL", key);
            return Optional.empty();
        } catch (JedisException e) {
            return Optional.of(shard.path("id").asText() + " refuses writes: " + e.getMessage());
        }
    }
}
