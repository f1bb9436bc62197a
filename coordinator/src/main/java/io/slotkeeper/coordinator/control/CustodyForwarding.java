package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.control.CustodyRequest;
import io.slotkeeper.core.control.CustodyResult;
import io.slotkeeper.core.control.CustodyWish;
import io.slotkeeper.core.control.RefusalCode;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/** Carries wishes to observe, adopt or release from a follower to the leader over the event bus. */
final class CustodyForwarding {
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final int FAILED = 500;

    private final EventBus bus;

    CustodyForwarding(EventBus bus) {
        this.bus = bus;
    }

    private static String address(String coordinator) {
        return "slotkeeper.internal.coordinator." + coordinator + ".custody";
    }

    /** Takes requests that other coordinators forward to this one. */
    Future<Void> serve(String self, Function<CustodyRequest, Future<CustodyResult>> wish) {
        return bus.<JsonObject>consumer(address(self), message -> answer(message, wish))
                .completion();
    }

    private static void answer(Message<JsonObject> message, Function<CustodyRequest, Future<CustodyResult>> wish) {
        try {
            JsonObject json = message.body();
            CustodyRequest request =
                    new CustodyRequest(CustodyWish.valueOf(json.getString("wish")), json.getBoolean("dryRun"));
            wish.apply(request)
                    .onSuccess(result -> message.reply(toJson(result)))
                    .onFailure(failure -> message.fail(FAILED, failure.getMessage()));
        } catch (RuntimeException e) {
            message.fail(FAILED, "the request cannot be read: " + e.getMessage());
        }
    }

    Future<CustodyResult> forward(String leader, CustodyRequest request) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS);
        JsonObject json = new JsonObject().put("wish", request.wish().name()).put("dryRun", request.dryRun());
        return bus.<JsonObject>request(address(leader), json, options)
                .map(reply -> resultOf(reply.body()))
                .otherwise(failure -> lost(leader, failure));
    }

    private static CustodyResult lost(String leader, Throwable failure) {
        boolean undelivered =
                failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
        return undelivered
                ? new CustodyResult.Refused(
                        RefusalCode.NOT_LEADER, "the leader " + leader + " cannot be reached; try again")
                : new CustodyResult.Refused(
                        RefusalCode.OUTCOME_UNKNOWN,
                        "the leader " + leader + " did not answer; look at the status before repeating the request");
    }

    private static JsonObject toJson(CustodyResult result) {
        if (result instanceof CustodyResult.Told told) {
            return new JsonObject().put("text", told.text());
        }
        CustodyResult.Refused refused = (CustodyResult.Refused) result;
        return new JsonObject().put("code", refused.code().name()).put("text", refused.text());
    }

    private static CustodyResult resultOf(JsonObject json) {
        return json.containsKey("code")
                ? new CustodyResult.Refused(RefusalCode.valueOf(json.getString("code")), json.getString("text"))
                : new CustodyResult.Told(json.getString("text"));
    }
}
