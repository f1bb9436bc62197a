package io.slotkeeper.k8s;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers requests with what was prepared for them. */
public final class RestServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body, Runnable then) {}

    /** Listens at a free port of 127.0.0.1. */
    public RestServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Base address. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on, {@code METHOD PATH} is answered like this. */
    public void answer(String request, int status, String body) {
        answer(request, status, body, () -> {});
    }

    /** The same; before it is sent, something else happens. */
    public void answer(String request, int status, String body, Runnable then) {
        answers.put(request, new Answer(status, body, then));
    }

    /** A problem document. */
    public static String problem(String code, String text) {
        return "{\"code\":\"" + code + "\",\"title\":\"x\",\"detail\":\"" + text + "\"}";
    }

    /** What was asked. */
    public List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request);
        Answer answer = answers.getOrDefault(
                request, new Answer(404, problem("UNKNOWN_PATH", "there is no " + request), () -> {}));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.then().run();
        try (exchange) {
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
