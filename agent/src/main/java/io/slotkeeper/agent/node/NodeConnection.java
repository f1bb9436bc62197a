package io.slotkeeper.agent.node;

import io.slotkeeper.agent.AgentTiming;
import io.slotkeeper.agent.RedisAddress;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;

/**
 * The one connection to the node, opened again and again until {@link #close()}.
 *
 * <pre>
 * connecting --answers--> open --breaks--> connecting (at once: a refused connection tells that the process is gone)
 * connecting --refused--> waiting {@code reconnect} --> connecting
 * connecting --fails otherwise just after a break--> connecting, at once for some attempts, then each time after 1 ms: a
 *     dying process may still take a connection and reset it
 * connecting --fails otherwise later, or no answer within {@code answerTimeout}--> waiting {@code retry} --> connecting
 * </pre>
 *
 * <p>All on the agent's event loop.
 */
public final class NodeConnection implements NodeCommands {
    /** Hears of every transition. */
    public interface Listener {
        /** The connection is open; nothing was sent on it but PING. */
        void connected();

        /** The open connection broke; the next attempt is on its way already. */
        void broken();

        /** An attempt failed; the next one follows. */
        void failed(ConnectFailure failure, Throwable cause);
    }

    private static final long JUST_BROKEN_NANOS = 1_000_000_000;
    /** A timer of 1 ms takes several on a busy machine, and a process dies within some attempts. */
    private static final int ATTEMPTS_AT_ONCE = 10;

    private final Vertx vertx;
    private final RedisAddress address;
    private final AgentTiming timing;
    private final Listener listener;
    private Redis client;
    private RedisConnection connection;
    /** Grows with every transition; callbacks of an earlier one are ignored. */
    private long phase;

    private long connectingSince;
    /** {@link System#nanoTime()} when an open connection last broke, 0 when none has. */
    private long brokenAt;

    /** Attempts since then that neither succeeded nor were refused. */
    private int unclear;

    private boolean closed;

    public NodeConnection(Vertx vertx, RedisAddress address, AgentTiming timing, Listener listener) {
        this.vertx = vertx;
        this.address = address;
        this.timing = timing;
        this.listener = listener;
        this.client = newClient();
    }

    /** Starts connecting. */
    public void open() {
        connect();
    }

    /** Gives the connection up for good. */
    public Future<Void> close() {
        closed = true;
        phase++;
        connection = null;
        return client.close();
    }

    /** Whether commands can be sent. */
    public boolean isOpen() {
        return connection != null;
    }

    /** {@link System#nanoTime()} when the pending attempt began, 0 when none is pending. */
    public long connectingSince() {
        return connectingSince;
    }

    /** Gives the present connection up, because it does not answer or speaks another protocol, and opens another. */
    public void replace() {
        if (!closed) {
            boolean wasOpen = isOpen();
            leave();
            discardClient();
            if (wasOpen) {
                listener.broken();
            }
            later(timing.retry().toMillis());
        }
    }

    @Override
    public Future<List<Reply>> run(List<Request> requests) {
        RedisConnection current = connection;
        if (current == null) {
            return Future.failedFuture(
                    new NodeLostException(false, "there is no connection to the node at " + address));
        }
        Promise<List<Reply>> promise = Promise.promise();
        Reply[] replies = new Reply[requests.size()];
        int[] missing = {requests.size()};
        for (int i = 0; i < replies.length; i++) {
            int index = i;
            current.send(requests.get(i))
                    .map(Reply::of)
                    .otherwise(this::errorReply)
                    .onComplete(result -> {
                        if (result.failed()) {
                            promise.tryFail(result.cause());
                        } else {
                            replies[index] = result.result();
                            if (--missing[0] == 0) {
                                promise.tryComplete(List.of(replies));
                            }
                        }
                    });
        }
        return promise.future();
    }

    private Reply errorReply(Throwable cause) {
        // An error of Redis is a Response; the client's own errors are written without a space.
        if (cause instanceof Response response && !String.valueOf(response).startsWith("CONNECTION_CLOSED")) {
            return Reply.error(String.valueOf(response));
        }
        throw new NodeLostException(true, "the connection to the node at " + address + " broke");
    }

    private void connect() {
        if (closed) {
            return;
        }
        long current = ++phase;
        connectingSince = System.nanoTime();
        long timer = vertx.setTimer(timing.answerTimeout().toMillis(), id -> {
            if (phase == current) {
                discardClient();
                attemptFailed(ConnectFailure.NO_ANSWER, new NodeLostException(true, "no answer to PING"));
            }
        });
        client.connect().onComplete(result -> {
            vertx.cancelTimer(timer);
            if (phase != current) {
                discard(result.result());
            } else if (result.succeeded()) {
                opened(result.result());
            } else {
                attemptFailed(ConnectFailure.of(result.cause(), address.isUnix()), result.cause());
            }
        });
    }

    private static void discard(RedisConnection tooLate) {
        if (tooLate != null) {
            tooLate.close();
        }
    }

    private void opened(RedisConnection fresh) {
        long current = ++phase;
        connectingSince = 0;
        connection = fresh;
        fresh.endHandler(end -> ended(current));
        fresh.exceptionHandler(failure -> ended(current));
        listener.connected();
    }

    private void ended(long ofPhase) {
        if (phase == ofPhase) {
            leave();
            brokenAt = System.nanoTime();
            unclear = 0;
            // The attempt is made before anyone is told, since its refusal is the news that matters.
            connect();
            listener.broken();
        }
    }

    private void attemptFailed(ConnectFailure failure, Throwable cause) {
        leave();
        listener.failed(failure, cause);
        later(pauseMillis(failure));
    }

    private long pauseMillis(ConnectFailure failure) {
        if (failure == ConnectFailure.REFUSED) {
            return timing.reconnect().toMillis();
        }
        boolean justBroke = brokenAt != 0 && System.nanoTime() - brokenAt < JUST_BROKEN_NANOS;
        if (failure != ConnectFailure.OTHER || !justBroke) {
            return timing.retry().toMillis();
        }
        return ++unclear <= ATTEMPTS_AT_ONCE ? 0 : 1;
    }

    private void leave() {
        phase++;
        connection = null;
        connectingSince = 0;
    }

    private void later(long millis) {
        long current = phase;
        Handler<Long> next = id -> {
            if (phase == current) {
                connect();
            }
        };
        if (millis == 0) {
            vertx.runOnContext(turn -> next.handle(0L));
        } else {
            vertx.setTimer(millis, next);
        }
    }

    private void discardClient() {
        client.close();
        client = newClient();
    }

    private Redis newClient() {
        NetClientOptions net = new NetClientOptions().setTcpNoDelay(true).setConnectTimeout((int)
                timing.connectTimeout().toMillis());
        // No HELLO: AUTH and the first probe go out together, and RESP2 is what every version speaks.
        return Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(address.connectionString())
                        .setProtocolNegotiation(false)
                        .setNetClientOptions(net));
    }
}
