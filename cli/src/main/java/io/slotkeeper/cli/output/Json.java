package io.slotkeeper.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the coordinator's answers. Missing fields read as empty: an older coordinator may not send them. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int SHORT_ID = 8;

    private Json() {}

    /**
     * An answer as a tree.
     *
     * @throws CommandFailure if it is not JSON
     */
    public static JsonNode parse(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "The answer is not JSON. Check that --coordinator names a Slotkeeper coordinator.",
                    e);
        }
    }

    /** A JSON object of texts and numbers. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be written as JSON: " + value.getClass(), e);
        }
    }

    /** The elements of an array; none when it is missing. */
    public static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** A text, number or truth value as text, control characters as {@code ?}; empty when missing or null. */
    public static String text(JsonNode node) {
        return node.asText("").replaceAll("\\p{Cntrl}", "?");
    }

    /** {@code host:port} of a node; {@code -} when there is none. */
    public static String address(JsonNode node) {
        return node.hasNonNull("host") ? text(node.get("host")) + ":" + text(node.path("port")) : "-";
    }

    /** The first digits of a node id. */
    public static String shortId(JsonNode node) {
        String id = text(node.path("id"));
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }

    /** Ranges as {@code 0-5460 7000}. */
    public static String slots(JsonNode ranges) {
        List<String> parts = new ArrayList<>();
        elements(ranges).forEach(range -> {
            String first = range.path(0).asText();
            String last = range.path(1).asText();
            parts.add(first.equals(last) ? first : first + "-" + last);
        });
        return String.join(" ", parts);
    }

    /** How many slots the ranges hold. */
    public static int slotCount(JsonNode ranges) {
        return elements(ranges)
                .mapToInt(range -> range.path(1).asInt() - range.path(0).asInt() + 1)
                .sum();
    }
}
