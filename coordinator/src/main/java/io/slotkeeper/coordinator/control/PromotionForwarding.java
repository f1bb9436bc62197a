package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.PromotionResult;
import io.slotkeeper.core.control.RefusalCode;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.record.ElectionKind;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Function;

/** Carries promotion requests from a follower to the leader over the event bus. */
final class PromotionForwarding {
    private static final long MARGIN_MILLIS = 5000;
    private static final int FAILED = 500;

    private final EventBus bus;

    PromotionForwarding(EventBus bus) {
        this.bus = bus;
    }

    private static String address(String coordinator) {
        return "slotkeeper.internal.coordinator." + coordinator + ".promote";
    }

    /** Takes requests that other coordinators forward to this one. */
    Future<Void> serve(String self, Function<PromotionRequest, Future<PromotionResult>> promote) {
        return bus.<JsonObject>consumer(address(self), message -> answer(message, promote))
                .completion();
    }

    private static void answer(
            Message<JsonObject> message, Function<PromotionRequest, Future<PromotionResult>> promote) {
        try {
            promote.apply(requestOf(message.body()))
                    .onSuccess(result -> message.reply(toJson(result)))
                    .onFailure(failure -> message.fail(FAILED, failure.getMessage()));
        } catch (RuntimeException e) {
            message.fail(FAILED, "the request cannot be read: " + e.getMessage());
        }
    }

    Future<PromotionResult> forward(String leader, PromotionRequest request) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(request.timeoutMillis() + MARGIN_MILLIS);
        return bus.<JsonObject>request(address(leader), toJson(request), options)
                .map(reply -> resultOf(reply.body()))
                .otherwise(failure -> lost(leader, failure));
    }

    private static PromotionResult lost(String leader, Throwable failure) {
        boolean undelivered =
                failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
        return undelivered
                ? new PromotionResult.Refused(
                        RefusalCode.NOT_LEADER, "the leader " + leader + " cannot be reached; try again")
                : new PromotionResult.Refused(
                        RefusalCode.OUTCOME_UNKNOWN,
                        "the leader " + leader + " did not answer; look at the shard before repeating the request");
    }

    private static JsonObject toJson(PromotionRequest request) {
        return new JsonObject()
                .put("kind", request.kind().name())
                .put("shard", request.shard())
                .put("to", request.to().orElse(null))
                .put("timeoutMillis", request.timeoutMillis());
    }

    private static PromotionRequest requestOf(JsonObject json) {
        return new PromotionRequest(
                ElectionKind.valueOf(json.getString("kind")),
                json.getString("shard"),
                Optional.ofNullable(json.getString("to")),
                json.getLong("timeoutMillis"));
    }

    private static JsonObject toJson(PromotionResult result) {
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

    private static PromotionResult resultOf(JsonObject json) {
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
