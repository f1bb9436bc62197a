package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.control.UpkeepResult;
import io.slotkeeper.core.map.NodeId;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Carries pauses and drains to the leader. */
final class UpkeepCalls extends LeaderCalls<UpkeepRequest, UpkeepResult> {
    UpkeepCalls(EventBus bus) {
        super(bus, "upkeep");
    }

    @Override
    long lastsMillis(UpkeepRequest request) {
        return request instanceof UpkeepRequest.Drain drain ? drain.timeoutMillis() : 0;
    }

    @Override
    UpkeepResult noLeader(String text) {
        return new UpkeepResult.Refused(RefusalCode.NOT_LEADER, text);
    }

    @Override
    UpkeepResult unknown(String text) {
        return new UpkeepResult.Refused(RefusalCode.OUTCOME_UNKNOWN, text);
    }

    @Override
    JsonObject writeRequest(UpkeepRequest request) {
        if (request instanceof UpkeepRequest.Pause pause) {
            return new JsonObject()
                    .put("pause", pause.shard())
                    .put("forMillis", pause.forMillis())
                    .put("reason", pause.reason());
        }
        if (request instanceof UpkeepRequest.Resume resume) {
            return new JsonObject().put("resume", resume.shard());
        }
        if (request instanceof UpkeepRequest.Drain drain) {
            return new JsonObject().put("drain", drain.node()).put("timeoutMillis", drain.timeoutMillis());
        }
        return new JsonObject().put("undrain", ((UpkeepRequest.Undrain) request).node());
    }

    @Override
    UpkeepRequest readRequest(JsonObject json) {
        if (json.containsKey("pause")) {
            return new UpkeepRequest.Pause(
                    json.getString("pause"), json.getLong("forMillis"), json.getString("reason"));
        }
        if (json.containsKey("resume")) {
            return new UpkeepRequest.Resume(json.getString("resume"));
        }
        if (json.containsKey("drain")) {
            return new UpkeepRequest.Drain(json.getString("drain"), json.getLong("timeoutMillis"));
        }
        return new UpkeepRequest.Undrain(json.getString("undrain"));
    }

    @Override
    JsonObject writeAnswer(UpkeepResult answer) {
        if (answer instanceof UpkeepResult.Done done) {
            return new JsonObject()
                    .put("shard", done.shard())
                    .put("node", done.node().map(NodeId::hex).orElse(null))
                    .put("leftMillis", done.leftMillis())
                    .put("text", done.text());
        }
        UpkeepResult.Refused refused = (UpkeepResult.Refused) answer;
        return new JsonObject().put("code", refused.code().name()).put("text", refused.text());
    }

    @Override
    UpkeepResult readAnswer(JsonObject json) {
        if (json.containsKey("code")) {
            return new UpkeepResult.Refused(RefusalCode.valueOf(json.getString("code")), json.getString("text"));
        }
        return new UpkeepResult.Done(
                json.getString("shard"),
                Optional.ofNullable(json.getString("node")).map(NodeId::new),
                json.getLong("leftMillis"),
                json.getString("text"));
    }
}
