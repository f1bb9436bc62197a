package io.slotkeeper.cli.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Builds the addresses of the REST interface. */
public final class Addresses {
    private Addresses() {}

    /** One segment of a path, escaped. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static URI resolve(URI coordinator, String path) {
        String base = coordinator.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /** The same coordinator for a WebSocket. */
    static URI webSocket(URI coordinator, String path) {
        // http becomes ws, https becomes wss.
        return URI.create("ws" + resolve(coordinator, path).toString().substring("http".length()));
    }
}
