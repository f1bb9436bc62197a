package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.coordinator.publish.SlotMapPublisher;
import io.slotkeeper.core.control.OperationRequest;
import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.record.ElectionKind;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests on the event bus. A refusal is a reply failure whose code is the HTTP status of the same refusal and
 * whose message is {@code "CODE: sentence"}.
 */
public final class EventBusApi {
    /** Request: failover of a shard. */
    public static final String FAILOVER = "slotkeeper.failover";
    /** Request: switchover of a shard. */
    public static final String SWITCHOVER = "slotkeeper.switchover";
    /** Request: a maintenance pause. */
    public static final String PAUSE = "slotkeeper.pause";
    /** Request: the end of a maintenance pause. */
    public static final String RESUME = "slotkeeper.resume";
    /** Request: make a node safe to stop. */
    public static final String DRAIN = "slotkeeper.drain";
    /** Request: all operations, or with {@code kind} to begin one, or with {@code action} to steer one. */
    public static final String OPERATIONS = "slotkeeper.operations";
    /** Published by the leader every second while an operation is under way: the operation, with its live progress. */
    public static final String OPERATION_PROGRESS = "slotkeeper.operations.progress";
    /** Request: the snapshot frame. */
    public static final String SLOTS_GET = "slotkeeper.slots.get";

    private static final Logger LOG = LoggerFactory.getLogger(EventBusApi.class);

    private final Vertx vertx;
    private final CoordinatorOperations operations;
    private final SlotMapPublisher publisher;
    private long progressTimer;
    private static final long PROGRESS_MILLIS = 1000;

    private final List<MessageConsumer<?>> consumers = new ArrayList<>();

    public EventBusApi(Vertx vertx, CoordinatorOperations operations, SlotMapPublisher publisher) {
        this.vertx = vertx;
        this.operations = operations;
        this.publisher = publisher;
    }

    /** Registers the consumers; completes when every member of the cluster can reach them. */
    public Future<Void> start() {
        consume(FAILOVER, message -> promote(ElectionKind.FAILOVER, message));
        consume(SWITCHOVER, message -> promote(ElectionKind.SWITCHOVER, message));
        consume(PAUSE, message -> upkeep(UpkeepBody::pause, message));
        consume(RESUME, message -> upkeep(UpkeepBody::resume, message));
        consume(DRAIN, message -> upkeep(UpkeepBody::drain, message));
        consume(OPERATIONS, this::operate);
        consume(SLOTS_GET, message -> message.reply(publisher.snapshot().toJson()));
        progressTimer = vertx.setPeriodic(PROGRESS_MILLIS, timer -> publishProgress());
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList())
                .mapEmpty();
    }

    /** Takes the consumers away. */
    public Future<Void> close() {
        vertx.cancelTimer(progressTimer);
        return Future.all(consumers.stream().map(MessageConsumer::unregister).toList())
                .mapEmpty();
    }

    private void consume(String address, Handler<Message<Object>> handler) {
        consumers.add(vertx.eventBus().<Object>consumer(address, handler));
    }

    private void promote(ElectionKind kind, Message<Object> message) {
        Future.succeededFuture()
                .compose(start -> operations.promote(PromotionBody.ofBus(kind, bytes(message.body()))))
                .map(result -> new JsonObject(PromotionEndpoints.reply(result).toString()))
                .onSuccess(message::reply)
                .onFailure(e -> fail(message, e));
    }

    private void operate(Message<Object> message) {
        Future.succeededFuture()
                .compose(start -> operated(OperationBody.ofBus(bytes(message.body()))))
                .map(json -> new JsonObject(json.toString()))
                .onSuccess(message::reply)
                .onFailure(e -> fail(message, e));
    }

    private void upkeep(Function<byte[], UpkeepRequest> read, Message<Object> message) {
        Future.succeededFuture()
                .compose(start -> operations.upkeep(read.apply(bytes(message.body()))))
                .map(result -> new JsonObject(UpkeepEndpoints.reply(result).toString()))
                .onSuccess(message::reply)
                .onFailure(e -> fail(message, e));
    }

    private Future<JsonNode> operated(Optional<OperationRequest> request) {
        return request.map(wanted -> operations.operate(wanted).map(OperationJson::reply))
                .orElseGet(() -> operations
                        .overview()
                        .map(overview -> OperationJson.list(operations.state().operations(), overview.operation())));
    }

    private void publishProgress() {
        Optional<Operation> current = operations.state().operations().current();
        if (current.isEmpty() || !operations.leader().equals(Optional.of(operations.id()))) {
            return;
        }
        operations
                .overview()
                .map(overview -> OperationJson.operation(current.get(), overview.operation()))
                .onSuccess(json -> vertx.eventBus().publish(OPERATION_PROGRESS, new JsonObject(json.toString())))
                .onFailure(e -> LOG.debug("no progress can be told", e));
    }

    private static byte[] bytes(Object body) {
        if (body instanceof JsonObject json) {
            return json.encode().getBytes(StandardCharsets.UTF_8);
        }
        throw new ApiException(
                ProblemCode.INVALID_REQUEST, "the body is not a JSON object; send e.g. {\"shard\":\"s1\"}");
    }

    private static void fail(Message<Object> message, Throwable cause) {
        if (cause instanceof ApiException refused) {
            message.fail(refused.status(), refused.code() + ": " + refused.getMessage());
            return;
        }
        LOG.error("request at {} failed", message.address(), cause);
        message.fail(
                ProblemCode.INTERNAL_ERROR.httpStatus(),
                ProblemCode.INTERNAL_ERROR + ": the coordinator failed to answer; its log says more");
    }
}
