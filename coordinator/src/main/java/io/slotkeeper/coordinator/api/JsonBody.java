package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the JSON object that a request carries; whatever is wrong with it is an {@link ApiException}. Stateless. */
final class JsonBody {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    /** The bytes of a REST request's body, which may be empty, once its content type is right. */
    static byte[] bytesOf(RoutingContext ctx) {
        Buffer body = ctx.body().buffer();
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        if (bytes.length > 0) {
            checkContentType(ctx.request().getHeader(HttpHeaders.CONTENT_TYPE));
        }
        return bytes;
    }

    private static void checkContentType(String given) {
        String type = given == null ? "" : given.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (!type.equals(Responses.JSON)) {
            throw new ApiException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body's content type is '" + (given == null ? "" : given)
                            + "'; send Content-Type: application/json, or no body");
        }
    }

    /** The object, which has none but these fields; an empty body is one without fields. */
    static JsonNode read(byte[] body, Set<String> fields) {
        if (body.length > HttpRoutes.MAX_BODY_BYTES) {
            throw new ApiException(
                    ProblemCode.BODY_TOO_LARGE,
                    "the body has " + body.length + " bytes; send at most " + HttpRoutes.MAX_BODY_BYTES);
        }
        JsonNode json = body.length == 0 ? MAPPER.createObjectNode() : parse(body);
        check(json, fields);
        return json;
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

    /** A field in milliseconds; its range is the caller's to check. */
    static long millis(JsonNode json, String field, long otherwise, String range) {
        return number(json, field, range + " milliseconds").orElse(otherwise);
    }

    /** A whole number, if it is given; {@code rule} says what it must be. */
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

    /** A field that is true or false, and false when it is missing. */
    static boolean flag(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new ApiException(ProblemCode.INVALID_REQUEST, "field " + field + " is neither true nor false");
        }
        return value.booleanValue();
    }

    private static String abbreviated(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}
