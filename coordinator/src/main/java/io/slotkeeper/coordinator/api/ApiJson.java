package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slotkeeper.coordinator.publish.FrameEncoder;
import io.slotkeeper.core.control.ClusterOverview;
import io.slotkeeper.core.control.NodeStatus;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.ShardStatus;
import io.slotkeeper.core.control.UpkeepResult;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.HistoryEntry;
import io.slotkeeper.core.record.Upkeep;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The JSON documents of the REST interface. Stateless and safe for any thread. */
final class ApiJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ApiJson() {}

    static ObjectNode object() {
        return JSON.objectNode();
    }

    /** Which shard serves a slot. */
    static ObjectNode slot(int slot, Shard shard, long version) {
        ObjectNode json = JSON.objectNode().put("slot", slot).put("shard", shard.id());
        json.put("version", version).set("primary", FrameEncoder.node(shard.primary()));
        ArrayNode replicas = json.putArray("replicas");
        shard.replicas().forEach(replica -> replicas.add(FrameEncoder.node(replica)));
        return json;
    }

    /** A shard of the slot map with what the analysis says of it, when it says anything. */
    static ObjectNode shard(Shard shard, Optional<ShardStatus> status) {
        ObjectNode json = FrameEncoder.shard(shard);
        json.put("slotCount", shard.slots().size());
        json.put("maxLagBytes", status.map(ShardStatus::maxLagBytes).orElse(-1L));
        ArrayNode findings = json.putArray("findings");
        status.map(ShardStatus::findings)
                .orElse(List.of())
                .forEach(f -> findings.addObject().put("code", f.code()).put("text", f.text()));
        return json;
    }

    static ObjectNode node(NodeStatus status) {
        ObjectNode json = JSON.objectNode();
        json.put("id", status.node().map(node -> node.id().hex()).orElse(null));
        json.put("host", status.node().map(node -> node.host()).orElse(null));
        json.put("port", status.node().map(node -> node.port()).orElse(null));
        json.put("zone", status.node().map(node -> node.zone()).orElse(""));
        json.put("agent", status.agent())
                .put("shard", status.shard().orElse(null))
                .put("role", status.role())
                .put("process", status.process().name().toLowerCase(Locale.ROOT))
                .put("agentAlive", status.agentAlive())
                .put("reportAgeMillis", status.reportAgeMillis())
                .put("lagBytes", status.lagBytes())
                .put("drained", status.drained());
        json.put(
                "serverVersion", status.view().map(view -> view.serverVersion()).orElse(null));
        json.put("offset", status.view().map(view -> view.offset()).orElse(null));
        json.put("keys", status.view().map(view -> view.keys()).orElse(null));
        json.put("linkUp", status.view().map(view -> view.linkUp()).orElse(null));
        json.put("problem", status.problem().name())
                .put("problemText", status.problem().text())
                .put("note", status.note());
        return json;
    }

    static ArrayNode nodes(List<NodeStatus> nodes) {
        ArrayNode array = JSON.arrayNode();
        nodes.forEach(node -> array.add(node(node)));
        return array;
    }

    static ArrayNode shards(ClusterState state, ClusterOverview overview) {
        ArrayNode array = JSON.arrayNode();
        state.map().shards().forEach(shard -> array.add(shard(shard, statusOf(shard.id(), overview))));
        return array;
    }

    static Optional<ShardStatus> statusOf(String shard, ClusterOverview overview) {
        return overview.shards().stream()
                .filter(status -> status.shard().id().equals(shard))
                .findFirst();
    }

    static ObjectNode status(CoordinatorOperations operations, ClusterOverview overview) {
        ClusterState state = operations.state();
        ObjectNode json = JSON.objectNode()
                .put("id", operations.id())
                .put("leader", operations.leader().orElse(null))
                .put("clusterId", state.clusterId())
                .put("version", state.map().version())
                .put("ready", overview.ready())
                .put("phase", overview.phase())
                .put("text", overview.text());
        ArrayNode pauses = json.putArray("pauses");
        overview.pauses().forEach(pause -> pauses.addObject()
                .put("shard", scope(pause.shard()))
                .put("leftMillis", pause.leftMillis())
                .put("reason", pause.reason()));
        json.set("nodes", nodes(overview.nodes()));
        json.set("shards", shards(state, overview));
        return json;
    }

    static ObjectNode historyEntry(HistoryEntry entry) {
        ObjectNode json = JSON.objectNode()
                .put("sequence", entry.sequence())
                .put("at", Instant.ofEpochMilli(entry.atMillis()).toString())
                .put("atMillis", entry.atMillis())
                .put("version", entry.version())
                .put("shard", entry.shard())
                .put("event", entry.event())
                .put("code", entry.code())
                .put("text", entry.text());
        ObjectNode figures = json.putObject("figures");
        entry.figures().forEach(figures::put);
        return json;
    }

    static ObjectNode upkept(UpkeepResult.Done done) {
        return JSON.objectNode()
                .put("shard", scope(done.shard()))
                .put("node", done.node().map(NodeId::hex).orElse(null))
                .put("leftMillis", done.leftMillis())
                .put("text", done.text());
    }

    private static String scope(String shard) {
        return shard.equals(Upkeep.CLUSTER) ? null : shard;
    }

    static ObjectNode promoted(PromotionResult.Promoted promoted) {
        ObjectNode json = JSON.objectNode().put("version", promoted.version());
        json.set("primary", FrameEncoder.node(promoted.primary()));
        return json.put("tookMillis", promoted.tookMicros() / 1000.0)
                .put("blockedMillis", promoted.blockedMicros() / 1000.0);
    }
}
