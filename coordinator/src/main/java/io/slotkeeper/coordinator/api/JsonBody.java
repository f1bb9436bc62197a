package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the JSON object that a client sends, strictly. Every method refuses with {@link ApiException}. Stateless and safe for
 * any thread.
 */
final class JsonBody {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    /** The body of a REST request, which may be empty. */
    static JsonNode ofRest(byte[] body) {
        return body.length == 0 ? MAPPER.createObjectNode() : parse(body);
    }

    /** The body of an event-bus request. */
    static JsonNode ofBus(byte[] body) {
        if (body.length > HttpRoutes.MAX_BODY_BYTES) {
            throw new ApiException(
                    ProblemCode.BODY_TOO_LARGE,
                    "the body has " + body.length + " bytes; send at most " + HttpRoutes.MAX_BODY_BYTES);
        }
        return parse(body);
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

    /** An object with no other fields than these. */
    static void check(JsonNode json, Set<String> fields, String example) {
        if (!json.isObject()) {
            throw new ApiException(
                    ProblemCode.INVALID_REQUEST, "the body is not a JSON object; send e.g. " + example);
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

    static Optional<String> text(JsonNode json, String field) {
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

    /** A whole number; {@code rule} says what it must be. */
    static OptionalLong number(JsonNode json, String field, String rule) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new ApiException(
                    ProblemCode.INVALID_REQUEST, "field " + field + " is not a whole number; it must be " + rule);
        }
        return OptionalLong.of(value.longValue());
    }

    static boolean flag(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new ApiException(
                    ProblemCode.INVALID_REQUEST, "field " + field + " is neither true nor false; write one of them");
        }
        return value.booleanValue();
    }

    private static String abbreviated(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}
