package io.slotkeeper.agent.node;

import io.slotkeeper.agent.Credentials;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Builds requests to the node. */
public final class Requests {
    /** What says the role, the replication offset and the link. */
    public static final Request INFO_REPLICATION = of("INFO", "replication");

    private Requests() {}

    /** A command and its arguments. */
    public static Request of(String command, String... arguments) {
        return of(command, List.of(arguments));
    }

    /** A command and its arguments. */
    public static Request of(String command, Collection<String> arguments) {
        Request request = Request.cmd(Command.create(command));
        arguments.forEach(request::arg);
        return request;
    }

    /** {@code AUTH}; empty when no password is known. */
    public static Optional<Request> login(Optional<Credentials> credentials) {
        return credentials.map(login -> {
            List<String> words = new ArrayList<>(login.user().stream().toList());
            words.add(login.password().reveal());
            return of("AUTH", words);
        });
    }

    /** {@code CONFIG SET}. */
    public static Request configSet(String name, String value) {
        return of("CONFIG", "SET", name, value);
    }

    /** {@code CONFIG GET}. */
    public static Request configGet(String name) {
        return of("CONFIG", "GET", name);
    }
}
