package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.control.OperationCodec;
import io.slotkeeper.core.control.OperationRequest;
import io.slotkeeper.core.control.OperationResult;
import io.slotkeeper.core.control.RefusalCode;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.function.Function;

/** Carries requests for operations from a follower to the leader over the event bus. */
final class OperationForwarding {
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final int FAILED = 500;

    private final EventBus bus;

    OperationForwarding(EventBus bus) {
        this.bus = bus;
    }

    private static String address(String coordinator) {
        return "slotkeeper.internal.coordinator." + coordinator + ".operate";
    }

    /** Takes requests that other coordinators forward to this one. */
    Future<Void> serve(String self, Function<OperationRequest, Future<OperationResult>> operate) {
        return bus.<byte[]>consumer(address(self), message -> answer(message, operate))
                .completion();
    }

    private static void answer(Message<byte[]> message, Function<OperationRequest, Future<OperationResult>> operate) {
        try {
            operate.apply(OperationCodec.decodeRequest(message.body()))
                    .onSuccess(result -> message.reply(OperationCodec.encode(result)))
                    .onFailure(failure -> message.fail(FAILED, failure.getMessage()));
        } catch (RuntimeException e) {
            message.fail(FAILED, "the request cannot be read: " + e.getMessage());
        }
    }

    Future<OperationResult> forward(String leader, OperationRequest request) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS);
        return bus.<byte[]>request(address(leader), OperationCodec.encode(request), options)
                .map(reply -> OperationCodec.decodeResult(reply.body()))
                .otherwise(failure -> lost(leader, failure));
    }

    private static OperationResult lost(String leader, Throwable failure) {
        boolean undelivered =
                failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
        return undelivered
                ? new OperationResult.Refused(
                        RefusalCode.NOT_LEADER, "the leader " + leader + " cannot be reached; try again")
                : new OperationResult.Refused(
                        RefusalCode.OUTCOME_UNKNOWN,
                        "the leader " + leader
                                + " did not answer; look at the operations before repeating the request");
    }
}
