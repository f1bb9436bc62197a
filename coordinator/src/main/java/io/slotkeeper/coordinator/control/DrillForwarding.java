package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.control.DrillRequest;
import io.slotkeeper.core.control.DrillResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.protocol.DrillFault;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/** Carries drill requests from a follower to the leader over the event bus. */
final class DrillForwarding {
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final int FAILED = 500;

    private final EventBus bus;

    DrillForwarding(EventBus bus) {
        this.bus = bus;
    }

    private static String address(String coordinator) {
        return "slotkeeper.internal.coordinator." + coordinator + ".drill";
    }

    /** Takes requests that other coordinators forward to this one. */
    Future<Void> serve(String self, Function<DrillRequest, Future<DrillResult>> drill) {
        return bus.<JsonObject>consumer(address(self), message -> answer(message, drill))
                .completion();
    }

    private static void answer(Message<JsonObject> message, Function<DrillRequest, Future<DrillResult>> drill) {
        try {
            drill.apply(requestOf(message.body()))
                    .onSuccess(result -> message.reply(toJson(result)))
                    .onFailure(failure -> message.fail(FAILED, failure.getMessage()));
        } catch (RuntimeException e) {
            message.fail(FAILED, "the request cannot be read: " + e.getMessage());
        }
    }

    Future<DrillResult> forward(String leader, DrillRequest request) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS);
        return bus.<JsonObject>request(address(leader), toJson(request), options)
                .map(reply -> resultOf(reply.body()))
                .otherwise(failure -> lost(leader, failure));
    }

    private static DrillResult lost(String leader, Throwable failure) {
        boolean undelivered =
                failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
        return undelivered
                ? new DrillResult.Refused(
                        RefusalCode.NOT_LEADER, "the leader " + leader + " cannot be reached; try again")
                : new DrillResult.Refused(
                        RefusalCode.OUTCOME_UNKNOWN,
                        "the leader " + leader + " did not answer; look at the history before repeating the request");
    }

    private static JsonObject toJson(DrillRequest request) {
        return new JsonObject()
                .put("fault", request.fault().name())
                .put("target", request.target())
                .put("forMillis", request.forMillis())
                .put("dryRun", request.dryRun());
    }

    private static DrillRequest requestOf(JsonObject json) {
        return new DrillRequest(
                DrillFault.valueOf(json.getString("fault")),
                json.getString("target"),
                json.getLong("forMillis"),
                json.getBoolean("dryRun"));
    }

    private static JsonObject toJson(DrillResult result) {
        if (result instanceof DrillResult.Begun begun) {
            return new JsonObject()
                    .put("fault", begun.fault().name())
                    .put("text", begun.text())
                    .put("dryRun", begun.dryRun());
        }
        DrillResult.Refused refused = (DrillResult.Refused) result;
        return new JsonObject().put("code", refused.code().name()).put("text", refused.text());
    }

    private static DrillResult resultOf(JsonObject json) {
        return json.containsKey("code")
                ? new DrillResult.Refused(RefusalCode.valueOf(json.getString("code")), json.getString("text"))
                : new DrillResult.Begun(
                        DrillFault.valueOf(json.getString("fault")), json.getString("text"), json.getBoolean("dryRun"));
    }
}
