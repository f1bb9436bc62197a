package io.slotkeeper.coordinator.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * One operation of the REST interface. The OpenAPI document has exactly these; a test compares them.
 *
 * @param method GET, POST or DELETE
 * @param path with parameters as {@code {name}}
 * @param handler answers it, on an event loop
 */
record Endpoint(HttpMethod method, String path, Handler<RoutingContext> handler) {
    static Endpoint get(String path, Handler<RoutingContext> handler) {
        return new Endpoint(HttpMethod.GET, path, handler);
    }

    static Endpoint post(String path, Handler<RoutingContext> handler) {
        return new Endpoint(HttpMethod.POST, path, handler);
    }

    static Endpoint delete(String path, Handler<RoutingContext> handler) {
        return new Endpoint(HttpMethod.DELETE, path, handler);
    }

    /** The path as the router wants it: parameters as {@code :name}. */
    String routerPath() {
        return path.replaceAll("\\{(\\w+)}", ":$1");
    }
}
