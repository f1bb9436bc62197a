package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slotkeeper.coordinator.publish.FrameEncoder;
import io.slotkeeper.core.control.LiveProgress;
import io.slotkeeper.core.control.OperationResult;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.operation.MoveJournal;
import io.slotkeeper.core.operation.MoveWindow;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationPlan;
import io.slotkeeper.core.operation.Operations;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The JSON documents about operations. Stateless and safe for any thread. */
final class OperationJson {
    private OperationJson() {}

    static ObjectNode list(Operations operations, Optional<LiveProgress> live) {
        ObjectNode json = ApiJson.object();
        ArrayNode array = json.putArray("operations");
        operations.all().forEach(operation -> array.add(operation(operation, live)));
        return json;
    }

    /**
     * One operation.
     *
     * @param live how the one that is under way gets on, if one is
     */
    static ObjectNode operation(Operation operation, Optional<LiveProgress> live) {
        Optional<LiveProgress> its = live.filter(l -> l.operation() == operation.id());
        MoveJournal journal = operation.journal();
        ObjectNode json = ApiJson.object()
                .put("id", operation.id())
                .put("kind", operation.plan().kind().label())
                .put("state", operation.state().label())
                .put("code", operation.status().code())
                .put("text", operation.plan().text())
                .put("reason", operation.status().text());
        json.put("waitingFor", its.map(LiveProgress::waitingFor).orElse(""));
        json.put("shard", operation.plan().shard());
        json.put("startedAt", Instant.ofEpochMilli(operation.startedAtMillis()).toString())
                .put("endedAt", ended(operation))
                .put("keysPerSecond", operation.settings().keysPerSecond())
                .put("bigKeyBytes", operation.settings().bigKeyBytes())
                .put("bigKeys", operation.settings().bigKeys().label());
        int open = journal.windows().stream()
                .filter(MoveWindow::isOpen)
                .mapToInt(w -> w.move().slots().size())
                .sum();
        json.putObject("progress")
                .put("slots", operation.plan().slots().size())
                .put("slotsDone", journal.progress().slotsDone())
                .put("slotsOpen", open)
                .put("slotsWaiting", journal.slotsWaiting())
                .put("slotsSkipped", journal.progress().slotsSkipped())
                .put("keys", journal.progress().keys())
                .put("bytes", journal.progress().bytes())
                .put(
                        "keysTotal",
                        its.map(LiveProgress::keysTotal)
                                .orElse(journal.progress().keys()))
                .put("keysPerSecond", its.map(LiveProgress::keysPerSecond).orElse(0L))
                .put("bytesPerSecond", its.map(LiveProgress::bytesPerSecond).orElse(0L))
                .put(
                        "etaMillis",
                        its.map(LiveProgress::etaMillis).filter(eta -> eta >= 0).orElse(null));
        json.set("nodes", nodes(operation.plan()));
        json.set("moves", moves(operation.plan().moves()));
        return json;
    }

    private static String ended(Operation operation) {
        return operation.isLive()
                ? null
                : Instant.ofEpochMilli(operation.endedAtMillis()).toString();
    }

    private static ObjectNode plan(OperationPlan plan) {
        ObjectNode json = ApiJson.object()
                .put("dryRun", true)
                .put("kind", plan.kind().label())
                .put("text", plan.text())
                .put("shard", plan.shard())
                .put("slots", plan.slots().size());
        json.set("nodes", nodes(plan));
        json.set("moves", moves(plan.moves()));
        return json;
    }

    /** The nodes that a shard is formed of, that join one, or that leave. */
    private static ArrayNode nodes(OperationPlan plan) {
        ArrayNode array = ApiJson.object().putArray("nodes");
        Stream.concat(plan.added().stream().flatMap(Shard::nodes), plan.nodes().stream())
                .forEach(node -> array.addObject()
                        .put("id", node.id().hex())
                        .put("agent", node.agent())
                        .put("host", node.host())
                        .put("port", node.port()));
        return array;
    }

    private static ArrayNode moves(List<SlotMove> moves) {
        ArrayNode array = ApiJson.object().putArray("moves");
        for (SlotMove move : moves) {
            array.addObject()
                    .put("from", move.from())
                    .put("to", move.to())
                    .put("count", move.slots().size())
                    .set("slots", FrameEncoder.slots(move.slots()));
        }
        return array;
    }

    /** What is answered to a request. */
    static JsonNode reply(OperationResult result) {
        if (result instanceof OperationResult.Accepted accepted) {
            return operation(accepted.operation(), Optional.empty());
        }
        if (result instanceof OperationResult.Planned planned) {
            return plan(planned.plan());
        }
        OperationResult.Refused refused = (OperationResult.Refused) result;
        throw new ApiException(refused.code(), refused.text());
    }
}
