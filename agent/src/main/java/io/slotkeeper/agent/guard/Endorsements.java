package io.slotkeeper.agent.guard;

import io.slotkeeper.core.codec.MalformedEncodingException;
import io.slotkeeper.core.protocol.EndorseReply;
import io.slotkeeper.core.protocol.EndorseRequest;
import io.slotkeeper.core.protocol.Endorser;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions between agents, over connections of their own: the event bus needs a coordinator, and these are asked when there
 * is none. One question, one connection: nothing is left over from a network that was cut meanwhile. All on the agent's
 * event loop.
 */
final class Endorsements {
    private static final Logger LOG = LoggerFactory.getLogger(Endorsements.class);
    private static final int TIMEOUT_MILLIS = 300;

    private final Vertx vertx;
    private final String host;
    private final NetClient client;
    private Optional<NetServer> server = Optional.empty();

    Endorsements(Vertx vertx, String host) {
        this.vertx = vertx;
        this.host = host;
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(TIMEOUT_MILLIS));
    }

    /** Takes questions at any free port. */
    Future<Void> start(Function<EndorseRequest, EndorseReply> answers) {
        return vertx.createNetServer()
                .connectHandler(socket -> Frames.read(socket, bytes -> answer(socket, bytes, answers)))
                .listen(0, host)
                .onSuccess(listening -> server = Optional.of(listening))
                .mapEmpty();
    }

    private static void answer(NetSocket socket, byte[] bytes, Function<EndorseRequest, EndorseReply> answers) {
        try {
            Frames.write(socket, answers.apply(EndorseRequest.decode(bytes)).encode());
        } catch (MalformedEncodingException e) {
            LOG.warn(
                    "A question for an endorsement from {} could not be read: {}",
                    socket.remoteAddress(),
                    e.getMessage());
            socket.close();
        }
    }

    Future<Void> stop() {
        return server.map(NetServer::close).orElse(Future.succeededFuture());
    }

    String host() {
        return server.isPresent() ? host : "";
    }

    int port() {
        return server.map(NetServer::actualPort).orElse(0);
    }

    /** Asks another agent. Fails when it gives no answer in time. */
    Future<EndorseReply> ask(Endorser endorser, EndorseRequest request) {
        if (endorser.port() == 0) {
            return Future.failedFuture("it takes no such questions");
        }
        return client.connect(endorser.port(), endorser.host()).compose(socket -> {
            Promise<EndorseReply> reply = Promise.promise();
            socket.closeHandler(closed -> reply.tryFail("it closed the connection"));
            Frames.read(socket, bytes -> complete(reply, bytes));
            Frames.write(socket, request.encode());
            return reply.future().timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).onComplete(result -> socket.close());
        });
    }

    private static void complete(Promise<EndorseReply> reply, byte[] bytes) {
        try {
            reply.tryComplete(EndorseReply.decode(bytes));
        } catch (MalformedEncodingException e) {
            reply.tryFail(e);
        }
    }
}
