package io.slotkeeper.agent.node;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.Objects;
import java.util.Optional;

/**
 * One answer of the node.
 *
 * @param value what it said; absent for an error and for nil
 * @param error the error as Redis words it, code first; empty when it is none
 */
public record Reply(Optional<Response> value, String error) {
    public Reply {
        Objects.requireNonNull(value);
        Objects.requireNonNull(error);
    }

    static Reply of(Response response) {
        return response != null && response.type() == ResponseType.ERROR
                ? error(response.toString())
                : new Reply(Optional.ofNullable(response), "");
    }

    static Reply error(String text) {
        return new Reply(Optional.empty(), text.isEmpty() ? "ERR unknown error" : text);
    }

    /** Whether the node refused the command. */
    public boolean isError() {
        return !error.isEmpty();
    }

    /** Whether the node refused the command with this code, for example {@code LOADING}. */
    public boolean isError(String code) {
        return error.equals(code) || error.startsWith(code + " ");
    }

    /** The text, empty for nil and errors. */
    public String text() {
        return value.map(Response::toString).orElse("");
    }

    /** The number, 0 for nil and errors. */
    public long number() {
        return value.map(Response::toLong).orElse(0L);
    }

    /** Number of elements of an array, 0 for anything else. */
    public int size() {
        return value.filter(Response::isArray).map(Response::size).orElse(0);
    }

    /** An element of an array. */
    public Reply element(int index) {
        return of(value.orElseThrow().get(index));
    }
}
