package io.slotkeeper.agent.node;

import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Locale;

/** Why a connection to the node was not made. */
public enum ConnectFailure {
    /** Nobody listens at the address: there is no server process. */
    REFUSED,
    /** The connection was made, but nothing was heard. */
    NO_ANSWER,
    /** Somebody listens, but what it says is no answer. */
    GARBAGE,
    /** Anything else, for example no route, or no answer of the network: it tells nothing of the process. */
    OTHER;

    static ConnectFailure of(Throwable failure, boolean unixSocket) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof ConnectException && text.contains("refused")) {
                return REFUSED;
            }
            // Redis removes its unix socket when it ends in good order.
            if (unixSocket && cause instanceof IOException && text.contains("no such file")) {
                return REFUSED;
            }
            if (cause instanceof Response) {
                return GARBAGE;
            }
        }
        return OTHER;
    }
}
