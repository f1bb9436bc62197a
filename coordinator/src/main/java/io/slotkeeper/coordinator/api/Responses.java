package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes replies: JSON documents, and RFC 9457 problem documents for whatever was refused or went wrong. */
final class Responses {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";

    private static final Logger LOG = LoggerFactory.getLogger(Responses.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Responses() {}

    static void json(RoutingContext ctx, JsonNode body) {
        send(ctx, 200, JSON, bytes(body));
    }

    /** Answers with what becomes of a future, or with a problem when it fails. */
    static <T> void json(RoutingContext ctx, Future<T> future, Function<T, JsonNode> body) {
        future.map(body).onSuccess(json -> json(ctx, json)).onFailure(ctx::fail);
    }

    static void send(RoutingContext ctx, int status, String contentType, Buffer body) {
        if (!ctx.response().ended()) {
            ctx.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                    .end(body);
        }
    }

    static Buffer bytes(JsonNode json) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree of JSON nodes cannot fail to be written", e);
        }
    }

    /** Headers that every reply carries. */
    static void secure(RoutingContext ctx) {
        HttpServerResponse response = ctx.response();
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        ctx.next();
    }

    /** Answers a failed request. What went wrong inside is logged, never sent. */
    static void failed(RoutingContext ctx) {
        ApiException problem = problemOf(ctx);
        if (problem.status() == ProblemCode.INTERNAL_ERROR.httpStatus()) {
            LOG.error("{} {} failed", ctx.request().method(), ctx.request().path(), ctx.failure());
        }
        problem(ctx, problem);
    }

    private static ApiException problemOf(RoutingContext ctx) {
        if (ctx.failure() instanceof ApiException refused) {
            return refused;
        }
        return switch (ctx.statusCode()) {
            case 404 ->
                new ApiException(
                        ProblemCode.UNKNOWN_PATH,
                        "there is nothing at " + ctx.request().path() + "; the paths are listed at /openapi.yaml");
            case 405 ->
                new ApiException(
                        ProblemCode.METHOD_NOT_ALLOWED,
                        ctx.request().method() + " does not go with "
                                + ctx.request().path() + "; use "
                                + Optional.ofNullable(ctx.response().headers().get(HttpHeaders.ALLOW))
                                        .orElse("another"));
            case 413 ->
                new ApiException(
                        ProblemCode.BODY_TOO_LARGE,
                        "the body is larger than " + HttpRoutes.MAX_BODY_BYTES
                                + " bytes; requests here are a few fields");
            case 400 ->
                new ApiException(
                        ProblemCode.MALFORMED_URL,
                        "the path or query is not well encoded; write other bytes as percent escapes");
            default ->
                new ApiException(ProblemCode.INTERNAL_ERROR, "the coordinator failed to answer; its log says more");
        };
    }

    private static void problem(RoutingContext ctx, ApiException problem) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "urn:slotkeeper:problem:" + words(problem.code(), '-'))
                .put("title", title(problem.code()))
                .put("status", problem.status())
                .put("detail", problem.getMessage())
                .put("code", problem.code())
                .put("instance", ctx.request().path());
        send(ctx, problem.status(), PROBLEM, bytes(json));
    }

    private static String title(String code) {
        return code.charAt(0) + words(code, ' ').substring(1);
    }

    private static String words(String code, char separator) {
        return code.toLowerCase(Locale.ROOT).replace('_', separator);
    }
}
