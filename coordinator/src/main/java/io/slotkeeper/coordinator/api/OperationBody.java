package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.core.control.OperationRequest;
import io.slotkeeper.core.control.OperationRequest.Action;
import io.slotkeeper.core.operation.BigKeyPolicy;
import io.slotkeeper.core.operation.MoveSettings;
import io.slotkeeper.core.operation.OperationKind;
import io.slotkeeper.core.plan.Placement;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what a client sends to begin or to steer an operation. Stateless and safe for any thread. */
final class OperationBody {
    private static final Set<String> START_FIELDS = Set.of(
            "kind", "slots", "shard", "placement", "weights", "keysPerSecond", "bigKeyBytes", "bigKeys", "dryRun");
    private static final Set<String> STEER_FIELDS = Set.of("id", "action", "keysPerSecond");
    private static final String START_EXAMPLE = "{\"kind\":\"move\",\"slots\":\"0-99\",\"shard\":\"s2\"}";

    private OperationBody() {}

    /**
     * Reads a request to begin an operation.
     *
     * @throws ApiException if it is not what the interface takes
     */
    static OperationRequest.Start start(JsonNode json) {
        JsonBody.check(json, START_FIELDS, START_EXAMPLE);
        OperationKind kind = choice(json, "kind", OperationKind.values(), OperationKind::label)
                .orElseThrow(() -> new ApiException(
                        ProblemCode.INVALID_REQUEST, "field kind is missing; send e.g. " + START_EXAMPLE));
        Optional<String> shard = JsonBody.text(json, "shard");
        Optional<String> slots = JsonBody.text(json, "slots");
        require("shard", shard.isPresent(), kind != OperationKind.REBALANCE, kind);
        require("slots", slots.isPresent(), kind == OperationKind.MOVE, kind);
        try {
            return new OperationRequest.Start(
                    kind,
                    SlotSet.parse(slots.orElse("")),
                    shard.orElse(""),
                    choice(json, "placement", Placement.values(), Placement::label)
                            .orElse(Placement.BALANCED),
                    weights(json.path("weights")),
                    settings(json),
                    JsonBody.flag(json, "dryRun"));
        } catch (IllegalArgumentException e) {
            throw new ApiException(ProblemCode.INVALID_REQUEST, e.getMessage());
        }
    }

    private static void require(String field, boolean given, boolean wanted, OperationKind kind) {
        if (given != wanted) {
            throw new ApiException(
                    ProblemCode.INVALID_REQUEST,
                    "field " + field + " is " + (given ? "given" : "missing") + ", but kind " + kind.label()
                            + (wanted ? " needs it" : " has no use for it; leave it out"));
        }
    }

    private static MoveSettings settings(JsonNode json) {
        return new MoveSettings(
                JsonBody.number(json, "keysPerSecond", "1 or more, or 0 for no throttle")
                        .orElse(MoveSettings.DEFAULTS.keysPerSecond()),
                JsonBody.number(json, "bigKeyBytes", "1024 or more").orElse(MoveSettings.DEFAULTS.bigKeyBytes()),
                choice(json, "bigKeys", BigKeyPolicy.values(), BigKeyPolicy::label)
                        .orElse(MoveSettings.DEFAULTS.bigKeys()));
    }

    private static Map<String, Double> weights(JsonNode json) {
        Map<String, Double> weights = new TreeMap<>();
        if (json.isMissingNode() || json.isNull()) {
            return weights;
        }
        if (!json.isObject()) {
            throw new ApiException(
                    ProblemCode.INVALID_REQUEST,
                    "field weights is not an object of numbers; send e.g. {\"s1\":2,\"s2\":1}");
        }
        json.properties().forEach(field -> {
            if (!field.getValue().isNumber()) {
                throw new ApiException(
                        ProblemCode.INVALID_REQUEST,
                        "the weight of shard '" + field.getKey() + "' is not a number; it must be 0 or more");
            }
            weights.put(field.getKey(), field.getValue().doubleValue());
        });
        return weights;
    }

    /**
     * Reads a request to steer an operation.
     *
     * @throws ApiException if it is not what the interface takes
     */
    static OperationRequest.Steer steer(JsonNode json) {
        JsonBody.check(json, STEER_FIELDS, "{\"id\":1,\"action\":\"pause\"}");
        long id = JsonBody.number(json, "id", "the number of an operation")
                .orElseThrow(() -> new ApiException(
                        ProblemCode.INVALID_REQUEST, "field id is missing; name the operation, see its list"));
        Action action = choice(json, "action", Action.values(), a -> a.name().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new ApiException(
                        ProblemCode.INVALID_REQUEST, "field action is missing; say what to do with the operation"));
        return steer(id, action, json);
    }

    /** As {@link #steer(JsonNode)}, with the operation and the action known from elsewhere. */
    static OperationRequest.Steer steer(long id, Action action, JsonNode json) {
        var keys = JsonBody.number(json, "keysPerSecond", "1 or more, or 0 for no throttle");
        if (keys.isPresent() != (action == Action.THROTTLE)) {
            throw new ApiException(
                    ProblemCode.INVALID_REQUEST,
                    "field keysPerSecond goes with the action throttle, and with no other; it is "
                            + (keys.isPresent() ? "given" : "missing"));
        }
        try {
            return new OperationRequest.Steer(id, action, keys.orElse(0));
        } catch (IllegalArgumentException e) {
            throw new ApiException(ProblemCode.INVALID_REQUEST, e.getMessage());
        }
    }

    private static <T> Optional<T> choice(JsonNode json, String field, T[] values, Function<T, String> label) {
        Optional<String> given = JsonBody.text(json, field);
        Optional<T> chosen = given.flatMap(text ->
                Arrays.stream(values).filter(v -> label.apply(v).equals(text)).findFirst());
        if (given.isPresent() && chosen.isEmpty()) {
            throw new ApiException(
                    ProblemCode.INVALID_REQUEST,
                    "field " + field + " is '" + given.get() + "'; it must be one of "
                            + Arrays.stream(values).map(label).collect(Collectors.joining(", ")));
        }
        return chosen;
    }
}
