package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.control.OperationCodec;
import io.slotkeeper.core.control.OperationRequest;
import io.slotkeeper.core.control.OperationResult;
import io.slotkeeper.core.control.RefusalCode;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;

/** Carries requests for operations to the leader. */
final class OperationCalls extends LeaderCalls<OperationRequest, OperationResult> {
    private static final String BYTES = "bytes";

    OperationCalls(EventBus bus) {
        super(bus, "operate");
    }

    @Override
    long lastsMillis(OperationRequest request) {
        return 0;
    }

    @Override
    OperationResult noLeader(String text) {
        return new OperationResult.Refused(RefusalCode.NOT_LEADER, text);
    }

    @Override
    OperationResult unknown(String text) {
        return new OperationResult.Refused(RefusalCode.OUTCOME_UNKNOWN, text);
    }

    @Override
    JsonObject writeRequest(OperationRequest request) {
        return new JsonObject().put(BYTES, OperationCodec.encode(request));
    }

    @Override
    OperationRequest readRequest(JsonObject json) {
        return OperationCodec.decodeRequest(json.getBinary(BYTES));
    }

    @Override
    JsonObject writeAnswer(OperationResult answer) {
        return new JsonObject().put(BYTES, OperationCodec.encode(answer));
    }

    @Override
    OperationResult readAnswer(JsonObject json) {
        return OperationCodec.decodeResult(json.getBinary(BYTES));
    }
}
