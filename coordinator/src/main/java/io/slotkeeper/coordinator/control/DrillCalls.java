package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.control.DrillRequest;
import io.slotkeeper.core.control.DrillResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.protocol.DrillFault;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;

/** Carries drill requests to the leader. */
final class DrillCalls extends LeaderCalls<DrillRequest, DrillResult> {
    private static final long LASTS_MILLIS = 5000;

    DrillCalls(EventBus bus) {
        super(bus, "drill");
    }

    @Override
    long lastsMillis(DrillRequest request) {
        return LASTS_MILLIS;
    }

    @Override
    DrillResult noLeader(String text) {
        return new DrillResult.Refused(RefusalCode.NOT_LEADER, text);
    }

    @Override
    DrillResult unknown(String text) {
        return new DrillResult.Refused(RefusalCode.OUTCOME_UNKNOWN, text);
    }

    @Override
    JsonObject writeRequest(DrillRequest request) {
        return new JsonObject()
                .put("fault", request.fault().name())
                .put("target", request.target())
                .put("forMillis", request.forMillis())
                .put("dryRun", request.dryRun());
    }

    @Override
    DrillRequest readRequest(JsonObject json) {
        return new DrillRequest(
                DrillFault.valueOf(json.getString("fault")),
                json.getString("target"),
                json.getLong("forMillis"),
                json.getBoolean("dryRun"));
    }

    @Override
    JsonObject writeAnswer(DrillResult result) {
        if (result instanceof DrillResult.Begun begun) {
            return new JsonObject()
                    .put("fault", begun.fault().name())
                    .put("text", begun.text())
                    .put("dryRun", begun.dryRun());
        }
        DrillResult.Refused refused = (DrillResult.Refused) result;
        return new JsonObject().put("code", refused.code().name()).put("text", refused.text());
    }

    @Override
    DrillResult readAnswer(JsonObject json) {
        return json.containsKey("code")
                ? new DrillResult.Refused(RefusalCode.valueOf(json.getString("code")), json.getString("text"))
                : new DrillResult.Begun(
                        DrillFault.valueOf(json.getString("fault")), json.getString("text"), json.getBoolean("dryRun"));
    }
}
