package io.slotkeeper.coordinator.api;

import java.util.Objects;

/**
 * Where and how the HTTP interface listens.
 *
 * @param host address to bind to
 * @param port 0 to 65535; 0 takes any free port
 * @param eventLoops how many event loops share the connections, at least 1
 */
public record HttpApiOptions(String host, int port, int eventLoops) {
    /** Address that everything binds to unless told otherwise. */
    public static final String DEFAULT_HOST = "127.0.0.1";
    /** Default of {@link #port()}. */
    public static final int DEFAULT_PORT = 8080;

    public HttpApiOptions {
        Objects.requireNonNull(host);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "HTTP port " + port + " does not exist; ports are 0 (any free) to 65535");
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops is " + eventLoops + "; it must be 1 or more");
        }
    }
}
