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
import java.util.ArrayList;
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

    private final NetSocket source;
    private final NetSocket node;
    private final NodeCommands commands;
    private final KnownCopies copies;
    private final Deque<RestoreCommand> sent = new ArrayDeque<>();
    /** Answers that are not given yet, in order. */
    private final List<Answer> held = new ArrayList<>();

    private final RestoreScanner scanner = new RestoreScanner(sent::addLast);
    private final StringBuilder line = new StringBuilder();
    /** The next reply is that to WAIT, whatever the source has sent since. */
    private boolean waiting;

    /** Bytes that came in since a replica last confirmed them; -1 for none. */
    private long unconfirmed = -1;

    private static final class Answer {
        private final boolean restore;
        private String text;

        Answer(boolean restore, String text) {
            this.restore = restore;
            this.text = text;
        }

        boolean isOpen() {
            return text == null;
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

    private void replied(Buffer chunk) {
        for (int i = 0; i < chunk.length(); i++) {
            char c = (char) (chunk.getByte(i) & 0xff);
            if (c == '\n') {
                takeReply(line.toString().strip());
                line.setLength(0);
            } else {
                line.append(c);
            }
        }
    }

    private void takeReply(String text) {
        if (waiting) {
            waiting = false;
            waited(text);
            return;
        }
        RestoreCommand command = sent.pollFirst();
        if (command == null) {
            source.close();
            return;
        }
        Answer answer = new Answer(command.isRestore(), text);
        held.add(answer);
        if (command.isRestore() && text.equals(OK)) {
            copies.cameIn(command.key(), command.print());
            unconfirmed = Math.max(0, unconfirmed) + command.print().length();
        } else if (command.isRestore() && text.startsWith("-BUSYKEY")) {
            answer.text = null;
            judge(command, text).onComplete(judged -> {
                answer.text = judged.succeeded() ? judged.result() : text;
                answerIfComplete();
            });
        }
        answerIfComplete();
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

    private void answerIfComplete() {
        if (!sent.isEmpty()
                || !scanner.isBetweenCommands()
                || waiting
                || held.isEmpty()
                || held.stream().anyMatch(Answer::isOpen)) {
            return;
        }
        if (unconfirmed < 0) {
            flush();
            return;
        }
        String millis = Long.toString(WAIT_MILLIS + unconfirmed / BYTES_PER_MILLI);
        waiting = true;
        unconfirmed = -1;
        node.write(Buffer.buffer("*3\r\n$4\r\nWAIT\r\n$1\r\n1\r\n$" + millis.length() + "\r\n" + millis + "\r\n"));
    }

    private void waited(String reply) {
        if (reply.equals(":0")) {
            commands.run(Requests.INFO_REPLICATION)
                    .map(info -> InfoReply.parse(info.text()).onlineReplicas() > 0)
                    .onComplete(replicas -> {
                        if (replicas.failed() || replicas.result()) {
                            held.stream()
                                    .filter(answer -> answer.restore && OK.equals(answer.text))
                                    .forEach(answer ->
                                            answer.text = "-TRYAGAIN no replica has received the key in time");
                        }
                        flush();
                    });
        } else {
            flush();
        }
    }

    private void flush() {
        StringBuilder all = new StringBuilder();
        held.forEach(answer -> all.append(answer.text).append("\r\n"));
        held.clear();
        source.write(Buffer.buffer(all.toString(), StandardCharsets.ISO_8859_1.name()));
        answerIfComplete();
    }
}
