package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.core.control.OperationRequest;
import io.slotkeeper.core.control.OperationRequest.Action;
import io.slotkeeper.core.operation.BigKeyPolicy;
import io.slotkeeper.core.operation.MoveSettings;
import io.slotkeeper.core.operation.OperationKind;
import io.slotkeeper.core.plan.Placement;
import io.slotkeeper.core.slot.SlotSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what a client sends to begin or to steer an operation. Stateless and safe for any thread. */
final class OperationBody {
    private static final Set<String> START_FIELDS = Set.of(
            "kind",
            "slots",
            "shard",
            "nodes",
            "placement",
            "weights",
            "keysPerSecond",
            "bigKeyBytes",
            "bigKeys",
            "dryRun");
    private static final OperationKind[] KINDS = Arrays.stream(OperationKind.values())
            .filter(OperationKind::isByRequest)
            .toArray(OperationKind[]::new);
    private static final Set<String> STEER_FIELDS = Set.of("id", "action", "keysPerSecond");
    private static final Set<String> THROTTLE_FIELDS = Set.of("keysPerSecond");
    private static final String START_EXAMPLE = "{\"kind\":\"move\",\"slots\":\"0-99\",\"shard\":\"s2\"}";

    private OperationBody() {}

    /**
     * Reads a REST request to begin an operation.
     *
     * @throws ApiException if it is not what the interface takes
     */
    static OperationRequest.Start start(byte[] body) {
        return start(JsonBody.read(body, START_FIELDS));
    }

    /**
     * Reads an event-bus request: to begin an operation, or, with an action, to steer one; empty when it has no fields.
     *
     * @throws ApiException if it is not what the interface takes
     */
    static Optional<OperationRequest> ofBus(byte[] body) {
        Set<String> all = new TreeSet<>(START_FIELDS);
        all.addAll(STEER_FIELDS);
        JsonNode json = JsonBody.read(body, all);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(json.has("action") ? steer(JsonBody.read(body, STEER_FIELDS)) : start(body));
    }

    private static OperationRequest.Start start(JsonNode json) {
        OperationKind kind = choice(json, "kind", KINDS, OperationKind::label)
                .orElseThrow(() -> new ApiException(
                        ProblemCode.INVALID_REQUEST, "field kind is missing; send e.g. " + START_EXAMPLE));
        Optional<String> shard = JsonBody.text(json, "shard");
        Optional<String> slots = JsonBody.text(json, "slots");
        boolean ofShard =
                kind == OperationKind.MOVE || kind == OperationKind.DRAIN_SHARD || kind == OperationKind.REMOVE_SHARD;
        require("shard", shard.isPresent(), ofShard || (kind == OperationKind.ADD_REPLICA && shard.isPresent()), kind);
        require("slots", slots.isPresent(), kind == OperationKind.MOVE, kind);
        try {
            return new OperationRequest.Start(
                    kind,
                    SlotSet.parse(slots.orElse("")),
                    shard.orElse(""),
                    choice(json, "placement", Placement.values(), Placement::label)
                            .orElse(Placement.BALANCED),
                    weights(json.path("weights")),
                    nodes(json.path("nodes"), kind),
                    settings(json),
                    JsonBody.flag(json, "dryRun"));
        } catch (IllegalArgumentException e) {
            throw new ApiException(ProblemCode.INVALID_REQUEST, e.getMessage());
        }
    }

    private static List<String> nodes(JsonNode json, OperationKind kind) {
        List<String> nodes = new ArrayList<>();
        boolean needed = kind == OperationKind.REMOVE_REPLICA || kind == OperationKind.FORGET_NODE;
        if (json.isMissingNode() || json.isNull() || (json.isEmpty() && json.isArray())) {
            require("nodes", false, needed, kind);
            return nodes;
        }
        require("nodes", true, needed || kind == OperationKind.ADD_SHARD || kind == OperationKind.ADD_REPLICA, kind);
        json.forEach(name -> nodes.add(name.isTextual() ? name.textValue() : ""));
        if (!json.isArray() || nodes.contains("")) {
            throw new ApiException(
                    ProblemCode.INVALID_REQUEST, "field nodes is not an array of names; send e.g. [\"a7\",\"a8\"]");
        }
        return nodes;
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

    private static OperationRequest.Steer steer(JsonNode json) {
        long id = JsonBody.number(json, "id", "the number of an operation")
                .orElseThrow(() -> new ApiException(
                        ProblemCode.INVALID_REQUEST, "field id is missing; name the operation, see its list"));
        Action action = choice(json, "action", Action.values(), a -> a.name().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new ApiException(
                        ProblemCode.INVALID_REQUEST, "field action is missing; say what to do with the operation"));
        return steer(id, action, json);
    }

    /**
     * Reads a REST request to steer an operation.
     *
     * @throws ApiException if it is not what the interface takes
     */
    static OperationRequest.Steer steer(long id, Action action, byte[] body) {
        return steer(id, action, JsonBody.read(body, action == Action.THROTTLE ? THROTTLE_FIELDS : Set.of()));
    }

    private static OperationRequest.Steer steer(long id, Action action, JsonNode json) {
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
