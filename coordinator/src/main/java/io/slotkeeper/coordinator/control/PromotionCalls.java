package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.record.ElectionKind;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Carries promotion requests to the leader. */
final class PromotionCalls extends LeaderCalls<PromotionRequest, PromotionResult> {
    PromotionCalls(EventBus bus) {
        super(bus, "promote");
    }

    @Override
    long lastsMillis(PromotionRequest request) {
        return request.timeoutMillis();
    }

    @Override
    PromotionResult noLeader(String text) {
        return new PromotionResult.Refused(RefusalCode.NOT_LEADER, text);
    }

    @Override
    PromotionResult unknown(String text) {
        return new PromotionResult.Refused(RefusalCode.OUTCOME_UNKNOWN, text);
    }

    @Override
    JsonObject writeRequest(PromotionRequest request) {
        return new JsonObject()
                .put("kind", request.kind().name())
                .put("shard", request.shard())
                .put("to", request.to().orElse(null))
                .put("timeoutMillis", request.timeoutMillis());
    }

    @Override
    PromotionRequest readRequest(JsonObject json) {
        return new PromotionRequest(
                ElectionKind.valueOf(json.getString("kind")),
                json.getString("shard"),
                Optional.ofNullable(json.getString("to")),
                json.getLong("timeoutMillis"));
    }

    @Override
    JsonObject writeAnswer(PromotionResult result) {
        if (result instanceof PromotionResult.Promoted promoted) {
            Node node = promoted.primary();
            return new JsonObject()
                    .put("version", promoted.version())
                    .put("tookMicros", promoted.tookMicros())
                    .put("blockedMicros", promoted.blockedMicros())
                    .put("id", node.id().hex())
                    .put("host", node.host())
                    .put("port", node.port())
                    .put("busPort", node.busPort())
                    .put("zone", node.zone())
                    .put("agent", node.agent());
        }
        PromotionResult.Refused refused = (PromotionResult.Refused) result;
        return new JsonObject().put("code", refused.code().name()).put("text", refused.text());
    }

    @Override
    PromotionResult readAnswer(JsonObject json) {
        if (json.containsKey("code")) {
            return new PromotionResult.Refused(RefusalCode.valueOf(json.getString("code")), json.getString("text"));
        }
        Node primary = new Node(
                new NodeId(json.getString("id")),
                json.getString("host"),
                json.getInteger("port"),
                json.getInteger("busPort"),
                json.getString("zone"),
                json.getString("agent"));
        return new PromotionResult.Promoted(
                json.getLong("version"), primary, json.getLong("tookMicros"), json.getLong("blockedMicros"));
    }
}
