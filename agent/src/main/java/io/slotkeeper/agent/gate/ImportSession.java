package io.slotkeeper.agent.gate;

import io.slotkeeper.agent.node.InfoReply;
import io.slotkeeper.agent.node.NodeCommands;
import io.slotkeeper.agent.node.Requests;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a source, passed on to the node. The source deletes a key as soon as it hears OK, so OK is held back until
 * a replica of the node has received the key too: the loss of the node loses no key then.
 *
 * <pre>
 * the node already holds the key (BUSYKEY), and that copy is     answer to the source
 * the same, or the one that came in last, unchanged since        TRYAGAIN, after the copy was removed: the source's counts
 * the one that came in last, changed by a client since           OK: the source's is a leftover of its failover
 * of unknown origin                                              BUSYKEY: people decide
 * </pre>
 */
final class ImportSession {
    private static final Logger LOG = LoggerFactory.getLogger(ImportSession.class);
    private static final long WAIT_MILLIS = 200;
    /** A replica that takes in less than this is too slow to be waited for. */
    private static final long BYTES_PER_MILLI = 10_000;

    private static final Command ASKING = Command.create("ASKING");
    private static final Command DUMP = Command.create("DUMP");
    private static final Command DEL = Command.create("DEL");
    private static final String OK = "+OK";

    /** Stand for {@code WAIT} among the commands that were sent. */
    private static final RestoreCommand WAITED_FOR = new RestoreCommand("WAIT", Buffer.buffer(), Fingerprint.NONE);

    private static final RestoreCommand NOBODY_WAITED_FOR =
            new RestoreCommand("WAIT", Buffer.buffer("0"), Fingerprint.NONE);

    private final NetSocket source;
    private final NetSocket node;
    private final NodeCommands commands;
    private final KnownCopies copies;
    /** Commands that the node has not answered yet. */
    private final Deque<RestoreCommand> sent = new ArrayDeque<>();
    /** Answers that are not given yet, in order. */
    private final Deque<Answer> held = new ArrayDeque<>();

    private final RestoreScanner scanner = new RestoreScanner(this::passedOn);
    private final StringBuilder line = new StringBuilder();
    /** Bytes of values that were passed on since the last {@code WAIT}; -1 for none. */
    private long unconfirmed = -1;

    private static final class Answer {
        private String text;
        /** A replica may not have the key yet. */
        private boolean uncertain;

        Answer(String text) {
            this.text = text;
        }

        boolean isReady() {
            return text != null && !uncertain;
        }
    }

    ImportSession(NetSocket source, NetSocket node, NodeCommands commands, KnownCopies copies) {
        this.source = source;
        this.node = node;
        this.commands = commands;
        this.copies = copies;
    }

    void start() {
        source.handler(chunk -> {
            try {
                scanner.scan(chunk);
            } catch (IllegalArgumentException e) {
                LOG.warn("{} sends what no migration sends: {}", source.remoteAddress(), e.getMessage());
                source.close();
                return;
            }
            if (unconfirmed >= 0 && scanner.isBetweenCommands()) {
                chunk = chunk.copy().appendString(confirmation());
            }
            node.write(chunk);
            if (node.writeQueueFull()) {
                source.pause();
                node.drainHandler(drained -> source.resume());
            }
        });
        node.handler(this::replied);
        source.closeHandler(closed -> node.close());
        node.closeHandler(closed -> source.close());
        source.exceptionHandler(e -> LOG.debug("The connection of a source broke", e));
        node.exceptionHandler(e -> LOG.debug("The connection to the node broke", e));
        source.resume();
    }

    private void passedOn(RestoreCommand command) {
        sent.addLast(command);
        if (command.isRestore()) {
            unconfirmed = Math.max(0, unconfirmed) + command.print().length();
        }
    }

    /**
     * Follows the last command of a chunk at once, so that no way to the node is lost; one more in the middle of a batch, when a
     * chunk happens to end there, does no harm. While the node is known to be alone the answer comes without a wait.
     */
    private String confirmation() {
        boolean alone = copies.isAlone();
        String replicas = alone ? "0" : "1";
        String millis = Long.toString(WAIT_MILLIS + unconfirmed / BYTES_PER_MILLI);
        sent.addLast(alone ? NOBODY_WAITED_FOR : WAITED_FOR);
        unconfirmed = -1;
        return "*3\r\n$4\r\nWAIT\r\n$1\r\n" + replicas + "\r\n$" + millis.length() + "\r\n" + millis + "\r\n";
    }

    private void replied(Buffer chunk) {
        for (byte c : chunk.getBytes()) {
            if (c == '\n') {
                takeReply(line.toString().strip());
                line.setLength(0);
            } else {
                line.append((char) (c & 0xff));
            }
        }
        flush();
    }

    private void takeReply(String text) {
        RestoreCommand command = sent.pollFirst();
        if (command == null) {
            source.close();
        } else if (command.equals(WAITED_FOR) && text.equals(":0")) {
            unheard();
        } else if (command.equals(WAITED_FOR) || command.equals(NOBODY_WAITED_FOR)) {
            held.forEach(answer -> answer.uncertain = false);
        } else {
            held.addLast(answer(command, text));
        }
    }

    private Answer answer(RestoreCommand command, String text) {
        Answer answer = new Answer(text);
        if (command.isRestore() && text.equals(OK)) {
            copies.cameIn(command.key(), command.print());
            answer.uncertain = true;
        } else if (command.isRestore() && text.startsWith("-BUSYKEY")) {
            answer.text = null;
            judge(command, text).onComplete(judged -> {
                answer.text = judged.succeeded() ? judged.result() : text;
                flush();
            });
        }
        return answer;
    }

    /** No replica has confirmed the keys in time. That is in order when there is none. */
    private void unheard() {
        List<Answer> doubtful = held.stream().filter(answer -> answer.uncertain).toList();
        commands.run(Requests.INFO_REPLICATION)
                .map(info -> InfoReply.parse(info.text()).onlineReplicas() > 0)
                .onComplete(replicas -> {
                    copies.alone(replicas.succeeded() && !replicas.result());
                    doubtful.forEach(answer -> {
                        answer.uncertain = false;
                        if (replicas.failed() || replicas.result()) {
                            answer.text = "-TRYAGAIN no replica has received the key in time";
                        }
                    });
                    flush();
                });
    }

    private void flush() {
        StringBuilder all = new StringBuilder();
        while (!held.isEmpty() && held.peekFirst().isReady()) {
            all.append(held.pollFirst().text).append("\r\n");
        }
        if (all.length() > 0) {
            source.write(Buffer.buffer(all.toString(), StandardCharsets.ISO_8859_1.name()));
        }
    }

    /** The node holds another copy of the key. */
    private Future<String> judge(RestoreCommand command, String busy) {
        Optional<Fingerprint> known = copies.known(command.key());
        return commands.run(List.of(Request.cmd(ASKING), Request.cmd(DUMP).arg(command.key())))
                .compose(replies -> {
                    Optional<Buffer> dump = replies.get(1).value().map(value -> value.toBuffer());
                    Fingerprint here = dump.map(Fingerprint::of).orElse(Fingerprint.NONE);
                    boolean stray = here.sameValue(command.print())
                            || known.filter(here::sameValue).isPresent();
                    if (stray) {
                        return commands.run(List.of(
                                        Request.cmd(ASKING), Request.cmd(DEL).arg(command.key())))
                                .map("-TRYAGAIN a copy that an interrupted move had left was removed");
                    }
                    return Future.succeededFuture(known.isPresent() ? OK : busy);
                });
    }
}
