package io.slotkeeper.coordinator.api;

import io.slotkeeper.coordinator.publish.SubscriberGroup;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All endpoints and the router that leads to them. */
final class HttpRoutes {
    /** Largest body of a request. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private HttpRoutes() {}

    static List<Endpoint> endpoints(ApiServices services, SubscriberGroup group) {
        CoordinatorOperations operations = services.operations();
        return Stream.of(
                        // Before /v1/slots/{slot}, which would match it too.
                        new StreamEndpoint(group).endpoints(),
                        new SlotEndpoints(operations, services.publisher()).endpoints(),
                        new ClusterEndpoints(operations).endpoints(),
                        new PromotionEndpoints(operations).endpoints(),
                        new OperationEndpoints(operations).endpoints(),
                        new CustodyEndpoints(operations).endpoints(),
                        new PlacementEndpoints(operations).endpoints(),
                        new UpkeepEndpoints(operations).endpoints(),
                        new DrillEndpoints(operations).endpoints(),
                        new ServiceEndpoints(operations, services.registry()).endpoints())
                .flatMap(List::stream)
                .toList();
    }

    static Router router(Vertx vertx, List<Endpoint> endpoints) {
        Router router = Router.router(vertx);
        router.route()
                .handler(Responses::secure)
                .handler(HttpRoutes::checkEscapes)
                .handler(HttpRoutes::refuseOtherOrigins);
        for (Endpoint endpoint : endpoints) {
            var route = router.route(endpoint.method(), endpoint.routerPath());
            if (endpoint.method().equals(HttpMethod.POST)) {
                route.handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
            }
            route.handler(endpoint.handler());
        }
        methods(endpoints).forEach((path, methods) -> router.route(path).handler(ctx -> {
            ctx.response().putHeader(HttpHeaders.ALLOW, methods);
            ctx.fail(405);
        }));
        router.route().failureHandler(Responses::failed);
        Stream.of(400, 404, 405, 413, 500).forEach(status -> router.errorHandler(status, Responses::failed));
        return router;
    }

    private static Map<String, String> methods(List<Endpoint> endpoints) {
        Map<String, String> methods = new LinkedHashMap<>();
        endpoints.forEach(endpoint ->
                methods.merge(endpoint.routerPath(), endpoint.method().name(), (a, b) -> a + ", " + b));
        return methods;
    }

    private static void checkEscapes(RoutingContext ctx) {
        PercentEncoding.decode(ctx.request().path());
        ctx.next();
    }

    /** A web page of somebody else's must not move primaries, nor watch, through the browser of an operator. */
    private static void refuseOtherOrigins(RoutingContext ctx) {
        String origin = ctx.request().getHeader("Origin");
        if (origin != null && !isSame(origin, ctx.request().getHeader("Host"))) {
            throw new ApiException(
                    ProblemCode.CROSS_ORIGIN,
                    "the request comes from a page of another origin; call the coordinator from its own pages or"
                            + " without a browser");
        }
        ctx.next();
    }

    private static boolean isSame(String origin, String host) {
        try {
            return host != null && host.equals(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException unparseable) {
            return false;
        }
    }
}
