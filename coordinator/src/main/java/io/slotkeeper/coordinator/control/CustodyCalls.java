package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.control.CustodyRequest;
import io.slotkeeper.core.control.CustodyResult;
import io.slotkeeper.core.control.CustodyWish;
import io.slotkeeper.core.control.RefusalCode;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;

/** Carries wishes to observe, adopt or release to the leader. */
final class CustodyCalls extends LeaderCalls<CustodyRequest, CustodyResult> {
    private static final long LASTS_MILLIS = 5000;

    CustodyCalls(EventBus bus) {
        super(bus, "custody");
    }

    @Override
    long lastsMillis(CustodyRequest request) {
        return LASTS_MILLIS;
    }

    @Override
    CustodyResult noLeader(String text) {
        return new CustodyResult.Refused(RefusalCode.NOT_LEADER, text);
    }

    @Override
    CustodyResult unknown(String text) {
        return new CustodyResult.Refused(RefusalCode.OUTCOME_UNKNOWN, text);
    }

    @Override
    JsonObject writeRequest(CustodyRequest request) {
        return new JsonObject().put("wish", request.wish().name()).put("dryRun", request.dryRun());
    }

    @Override
    CustodyRequest readRequest(JsonObject json) {
        return new CustodyRequest(CustodyWish.valueOf(json.getString("wish")), json.getBoolean("dryRun"));
    }

    @Override
    JsonObject writeAnswer(CustodyResult result) {
        if (result instanceof CustodyResult.Told told) {
            return new JsonObject().put("text", told.text());
        }
        CustodyResult.Refused refused = (CustodyResult.Refused) result;
        return new JsonObject().put("code", refused.code().name()).put("text", refused.text());
    }

    @Override
    CustodyResult readAnswer(JsonObject json) {
        return json.containsKey("code")
                ? new CustodyResult.Refused(RefusalCode.valueOf(json.getString("code")), json.getString("text"))
                : new CustodyResult.Told(json.getString("text"));
    }
}
