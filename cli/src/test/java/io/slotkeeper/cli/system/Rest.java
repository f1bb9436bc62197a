package io.slotkeeper.cli.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The coordinators' REST interface: a GET goes to the next one when one does not answer. Thread-safe. */
final class Rest {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** When there is another one to ask: a coordinator that is cut off refuses nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<String> bases;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An answer; the body is null when there is none. */
    record Answer(int status, JsonNode body, HttpHeaders headers) {
        String code() {
            return body == null ? "" : body.path("code").asText();
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    /** By their base addresses. */
    Rest(List<String> bases) {
        this.bases = List.copyOf(bases);
    }

    /** The base addresses, as the command line takes them. */
    String base() {
        return String.join(",", bases);
    }

    /** The body of a successful answer. */
    JsonNode get(String path) {
        Answer answer = exchange(path);
        if (answer.status() != 200) {
            throw new AssertionError("GET " + path + " was answered with " + answer);
        }
        return answer.body();
    }

    /** Any answer to a GET with these header names and values. */
    Answer exchange(String path, String... headers) {
        for (String base : bases.subList(0, bases.size() - 1)) {
            try {
                return exchangeWith(request(base, path).timeout(PATIENCE), headers);
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof IOException)) {
                    throw e;
                }
            }
        }
        return exchangeWith(request(bases.get(bases.size() - 1), path), headers);
    }

    private Answer exchangeWith(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return join(http.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Rest::answer));
    }

    /** Any answer of the first coordinator to a POST. */
    Answer post(String path, String body) {
        HttpRequest post = request(bases.get(0), path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return join(http.sendAsync(post, BodyHandlers.ofString()).thenApply(Rest::answer));
    }

    /** Asks the first coordinator for {@code failover} or {@code switchover}; the body may be empty. */
    CompletableFuture<Answer> promote(String kind, String shard, String body) {
        HttpRequest.Builder request = request(bases.get(0), "/v1/shards/" + shard + "/" + kind);
        HttpRequest post = body.isEmpty()
                ? request.POST(HttpRequest.BodyPublishers.noBody()).build()
                : request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.sendAsync(post, BodyHandlers.ofString()).thenApply(Rest::answer);
    }

    /** As {@link #promote}, and waits. */
    Answer promoteNow(String kind, String shard, String body) {
        return join(promote(kind, shard, body));
    }

    private HttpRequest.Builder request(String base, String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
    }

    private static Answer join(CompletableFuture<Answer> answer) {
        return answer.join();
    }

    private static Answer answer(java.net.http.HttpResponse<String> response) {
        return new Answer(response.statusCode(), parse(response.body()), response.headers());
    }

    static JsonNode parse(String text) {
        try {
            return text.isBlank() ? null : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not JSON: " + text, e);
        }
    }
}
