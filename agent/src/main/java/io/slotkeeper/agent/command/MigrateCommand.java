package io.slotkeeper.agent.command;

import io.slotkeeper.agent.Credentials;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.core.migrate.MoveProblem;
import io.slotkeeper.core.protocol.Endpoint;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Optional;

/** Builds {@code MIGRATE} to one node and reads what it answers. Passwords are in it: it is never logged. */
final class MigrateCommand {
    private static final Command MIGRATE = Command.create("MIGRATE");
    private static final String DATABASE = "0";

    private final Endpoint target;
    private final Optional<Credentials> credentials;

    MigrateCommand(Endpoint target, Optional<Credentials> credentials) {
        this.target = target;
        this.credentials = credentials;
    }

    /**
     * Moves keys, all of one slot. The node is blocked for no longer than the timeout if the target does not answer.
     *
     * @param replace a copy that the target holds is a leftover of an earlier attempt, and is replaced
     */
    Request of(List<Buffer> keys, boolean replace, long timeoutMillis) {
        Request request = Request.cmd(MIGRATE)
                .arg(target.host())
                .arg(target.port())
                .arg("")
                .arg(DATABASE)
                .arg(timeoutMillis);
        if (replace) {
            request.arg("REPLACE");
        }
        credentials.ifPresent(login -> {
            if (login.user().isPresent()) {
                request.arg("AUTH2")
                        .arg(login.user().get())
                        .arg(login.password().reveal());
            } else {
                request.arg("AUTH").arg(login.password().reveal());
            }
        });
        request.arg("KEYS");
        keys.forEach(request::arg);
        return request;
    }

    /** What went wrong, empty when nothing did. What people have to decide begins with the code of a {@link MoveProblem}. */
    String problem(Reply reply) {
        if (!reply.isError()) {
            return "";
        }
        String error = reply.error();
        String at = "target " + target.host() + ":" + target.port();
        if (error.contains("OOM ")) {
            return MoveProblem.TARGET_OUT_OF_MEMORY.say(at + " has no memory for more keys");
        }
        if (error.contains("BUSYKEY")) {
            return MoveProblem.BUSY_KEY.say(at + " holds another copy of a key: " + error);
        }
        if (isRefusal(error)) {
            // The answer to a login may quote it.
            return MoveProblem.TARGET_REFUSES.say(at + " does not take keys (" + code(error) + ")");
        }
        return at + ": " + error;
    }

    /** Whether the connection to the target failed, so that nobody knows which keys it has received. */
    static boolean isInterruption(Reply reply) {
        return reply.error().contains("IOERR");
    }

    private static boolean isRefusal(String error) {
        return error.contains("NOAUTH")
                || error.contains("WRONGPASS")
                || error.contains("NOPERM")
                || error.contains("invalid password")
                || error.contains("Bad data format")
                || error.contains("payload version");
    }

    private static String code(String error) {
        return error.replaceFirst("^ERR Target instance replied with error: ", "")
                .split(" ", 2)[0];
    }
}
