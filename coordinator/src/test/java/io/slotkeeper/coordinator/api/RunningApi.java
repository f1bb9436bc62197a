package io.slotkeeper.coordinator.api;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.coordinator.publish.CoordinatorMetrics;
import io.slotkeeper.coordinator.publish.SlotMapPublisher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A listening HTTP interface over a fake coordinator, and a client of it. */
public final class RunningApi implements AutoCloseable {
    public final Vertx vertx = Vertx.vertx();
    public final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    public final CoordinatorMetrics metrics = new CoordinatorMetrics(registry);
    public final Map<Long, Long> publishMicros = new ConcurrentHashMap<>();
    /** Whether it leads; true at first. */
    public final AtomicBoolean leads = new AtomicBoolean(true);

    public final SlotMapPublisher publisher =
            new SlotMapPublisher(vertx.eventBus(), leads::get, metrics, publishMicros::put);
    public final FakeOperations operations = new FakeOperations(publisher);
    public final HttpApi http;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public RunningApi() {
        http = await(HttpApi.start(
                vertx, new ApiServices(operations, publisher, registry), new HttpApiOptions("127.0.0.1", 0, 3)));
    }

    /** A coordinator whose cluster of three shards is formed: version 4. */
    public static RunningApi formed() {
        RunningApi api = new RunningApi();
        api.operations.form(3);
        return api;
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the future did not succeed", e);
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + http.port() + path);
    }

    public HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("the coordinator did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        await(http.close());
        await(vertx.close());
        registry.close();
    }
}
