package io.slotkeeper.agent.command;

import io.slotkeeper.core.protocol.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;

/** Turns host names into addresses, which is all that {@code CLUSTER MEET} takes. */
final class HostResolver {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final Vertx vertx;

    HostResolver(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The same endpoints with addresses; fails when a name is not known. */
    Future<List<Endpoint>> resolve(List<Endpoint> endpoints) {
        List<Future<Endpoint>> resolved = endpoints.stream().map(this::resolve).toList();
        return Future.all(resolved)
                .map(all -> resolved.stream().map(Future::result).toList());
    }

    private Future<Endpoint> resolve(Endpoint endpoint) {
        if (ADDRESS.matcher(endpoint.host()).matches()) {
            return Future.succeededFuture(endpoint);
        }
        // The JDK asks the system's resolver and blocks.
        return vertx.executeBlocking(
                        () -> InetAddress.getByName(endpoint.host()).getHostAddress(), false)
                .map(address -> new Endpoint(endpoint.id(), address, endpoint.port(), endpoint.busPort()));
    }
}
