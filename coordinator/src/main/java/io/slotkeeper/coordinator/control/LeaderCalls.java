package io.slotkeeper.coordinator.control;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * Carries one kind of request from a follower to the leader over the event bus, and the answer back.
 *
 * @param <Q> the request
 * @param <A> the answer
 */
abstract class LeaderCalls<Q, A> {
    private static final long MARGIN_MILLIS = 5000;
    private static final int FAILED = 500;

    private final EventBus bus;
    private final String name;

    /** Calls with a name that no other kind has. */
    LeaderCalls(EventBus bus, String name) {
        this.bus = bus;
        this.name = name;
    }

    private String address(String coordinator) {
        return "slotkeeper.internal.coordinator." + coordinator + "." + name;
    }

    /** Takes requests that other coordinators forward to this one. */
    Future<Void> serve(String self, Function<Q, Future<A>> answer) {
        return bus.<JsonObject>consumer(address(self), message -> answer(message, answer))
                .completion();
    }

    private void answer(Message<JsonObject> message, Function<Q, Future<A>> answer) {
        try {
            answer.apply(readRequest(message.body()))
                    .onSuccess(result -> message.reply(writeAnswer(result)))
                    .onFailure(failure -> message.fail(FAILED, failure.getMessage()));
        } catch (RuntimeException e) {
            message.fail(FAILED, "the request cannot be read: " + e.getMessage());
        }
    }

    /** Asks the leader; an answer that does not come is one too. */
    Future<A> forward(String leader, Q request) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(lastsMillis(request) + MARGIN_MILLIS);
        return bus.<JsonObject>request(address(leader), writeRequest(request), options)
                .map(reply -> readAnswer(reply.body()))
                .otherwise(failure -> isUndelivered(failure)
                        ? noLeader("the leader " + leader + " cannot be reached; try again")
                        : unknown("the leader " + leader
                                + " did not answer; look at the status before repeating the request"));
    }

    private static boolean isUndelivered(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    }

    /** How long the leader may work on it. */
    abstract long lastsMillis(Q request);

    /** Nothing was done, and the next leader may be there in a moment. */
    abstract A noLeader(String text);

    /** It may be done or not. */
    abstract A unknown(String text);

    abstract JsonObject writeRequest(Q request);

    abstract Q readRequest(JsonObject json);

    abstract JsonObject writeAnswer(A answer);

    abstract A readAnswer(JsonObject json);
}
