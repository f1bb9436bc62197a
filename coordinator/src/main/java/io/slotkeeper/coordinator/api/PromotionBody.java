package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.record.ElectionKind;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** Reads what a client sends to ask for a failover or switchover. Stateless and safe for any thread. */
final class PromotionBody {
    private static final Set<String> REST_FIELDS = Set.of("to", "timeoutMillis");
    private static final Set<String> BUS_FIELDS = Set.of("shard", "to", "timeoutMillis");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PromotionBody() {}

    /**
     * Reads the body of a REST request, which may be empty.
     *
     * @throws ApiException if it is not what the interface takes
     */
    static PromotionRequest ofRest(ElectionKind kind, String shard, byte[] body) {
        JsonNode json = body.length == 0 ? MAPPER.createObjectNode() : parse(body);
        check(json, REST_FIELDS);
        return request(kind, shard, json);
    }

    /**
     * Reads an event-bus request.
     *
     * @throws ApiException if it is not what the interface takes
     */
    static PromotionRequest ofBus(ElectionKind kind, byte[] body) {
        if (body.length > HttpRoutes.MAX_BODY_BYTES) {
            throw new ApiException(
                    ProblemCode.BODY_TOO_LARGE,
                    "the body has " + body.length + " bytes; send at most " + HttpRoutes.MAX_BODY_BYTES);
        }
        JsonNode json = parse(body);
        check(json, BUS_FIELDS);
        String shard = text(json, "shard")
                .orElseThrow(() -> new ApiException(
                        ProblemCode.INVALID_REQUEST,
                        "field shard is missing; name the shard, e.g. {\"shard\":\"s1\"}"));
        return request(kind, shard, json);
    }

    private static PromotionRequest request(ElectionKind kind, String shard, JsonNode json) {
        try {
            return new PromotionRequest(kind, shard, text(json, "to"), timeout(json));
        } catch (IllegalArgumentException e) {
            throw new ApiException(ProblemCode.INVALID_REQUEST, e.getMessage());
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            // The parser's message may end in places of its own, which repeat or hide ours.
            String why = e.getOriginalMessage().split(" \\(start marker at", 2)[0];
            throw new ApiException(ProblemCode.MALFORMED_JSON, "the body is not JSON" + where + ": " + why);
        } catch (IOException e) {
            throw new ApiException(ProblemCode.MALFORMED_JSON, "the body is not JSON in UTF-8: " + e.getMessage());
        }
    }

    private static void check(JsonNode json, Set<String> fields) {
        if (!json.isObject()) {
            throw new ApiException(
                    ProblemCode.INVALID_REQUEST, "the body is not a JSON object; send e.g. {\"timeoutMillis\":2000}");
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!fields.contains(name)) {
                throw new ApiException(
                        ProblemCode.UNKNOWN_FIELD,
                        "field '" + abbreviated(name) + "' is not known; the fields are "
                                + String.join(", ", fields.stream().sorted().toList()));
            }
        }
    }

    private static Optional<String> text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new ApiException(
                    ProblemCode.INVALID_REQUEST, "field " + field + " is not a text; write it in quotes");
        }
        return Optional.of(value.textValue());
    }

    private static long timeout(JsonNode json) {
        JsonNode value = json.path("timeoutMillis");
        if (value.isMissingNode() || value.isNull()) {
            return PromotionRequest.DEFAULT_TIMEOUT_MILLIS;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new ApiException(
                    ProblemCode.INVALID_REQUEST,
                    "field timeoutMillis is not a whole number; it must be 100 to 60000 milliseconds");
        }
        return value.longValue();
    }

    private static String abbreviated(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}
