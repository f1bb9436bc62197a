package io.slotkeeper.coordinator.publish;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket client: a cursor into the change log. Sends strictly ascending versions and keeps no queue.
 *
 * <p>A reader that does not keep up is <em>behind</em>: it gets nothing until its socket has taken everything, and then
 * one snapshot of the newest map. A reader that resumes is <em>replaying</em>: it gets the logged changes at the pace
 * of its socket, for they are in the log anyway. A reader that has a version which this coordinator has yet to hear of
 * is <em>ahead</em>: it gets nothing that is older than what it has.
 *
 * <p>Confined to the event loop of its socket.
 */
final class Subscriber {
    /** Bytes that may wait in one socket's queue before the reader counts as slow. */
    static final int BUFFER_LIMIT = 64 * 1024;

    /**
     * Pings that may be unanswered. With one each 10 s, a stream is closed 30 to 40 s after its client fell silent, and
     * a client that pauses for 30 s is never closed.
     */
    static final int UNANSWERED_PINGS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
    private static final short POLICY_VIOLATION = 1008;
    private static final short UNSUPPORTED_DATA = 1003;
    private static final short GOING_AWAY = 1001;
    private static final short TRY_AGAIN_LATER = 1013;

    private final ServerWebSocket socket;
    private final FrameSource source;
    private final CoordinatorMetrics metrics;
    private long next;
    private long buffered;
    private int unanswered;
    private boolean replaying;
    private boolean behind;
    private boolean advancing;
    private boolean closing;

    Subscriber(ServerWebSocket socket, FrameSource source, CoordinatorMetrics metrics) {
        this.socket = socket;
        this.source = source;
        this.metrics = metrics;
    }

    /** Sends what is missing since a version, or a snapshot, and listens. */
    void open(OptionalLong since) {
        socket.frameHandler(this::received);
        socket.pongHandler(pong -> unanswered = 0);
        socket.exceptionHandler(e -> LOG.debug("stream of {} broke: {}", socket.remoteAddress(), e.toString()));
        boolean ahead = since.isPresent() && since.getAsLong() > source.head() && !source.authoritative();
        if (ahead || (since.isPresent() && source.reachesBackTo(since.getAsLong()))) {
            next = since.getAsLong() + 1;
            replaying = true;
        } else {
            sendSnapshot();
        }
        advance();
    }

    /** Sends all versions that this subscriber has not had, as far as its socket takes them. */
    void advance() {
        if (advancing || closing) {
            return;
        }
        advancing = true;
        while (!behind && next <= source.head() && hasRoom()) {
            Optional<Frame> change = source.change(next);
            if (change.isPresent()) {
                next++;
                send(change.get());
            } else {
                sendSnapshot();
            }
        }
        replaying &= next <= source.head() || isAhead();
        advancing = false;
    }

    private boolean hasRoom() {
        if (buffered < BUFFER_LIMIT) {
            return true;
        }
        behind = !replaying;
        return false;
    }

    private void sendSnapshot() {
        Frame snapshot = source.snapshot();
        next = snapshot.version() + 1;
        send(snapshot);
    }

    private void send(Frame frame) {
        buffered += frame.bytes().length();
        metrics.sending(frame);
        // The public API cannot share the bytes of a text frame; copying them is the whole cost per subscriber.
        socket.writeTextMessage(frame.text()).onComplete(done -> taken(frame));
    }

    /** The socket has taken a frame, or is closed. */
    private void taken(Frame frame) {
        buffered -= frame.bytes().length();
        metrics.taken(frame);
        if (closing || socket.isClosed()) {
            return;
        }
        if (behind && buffered == 0) {
            behind = false;
            metrics.slowReaderCaughtUp();
            sendSnapshot();
            advance();
        } else if (replaying && buffered <= BUFFER_LIMIT / 2) {
            advance();
        }
    }

    /** Whether its client has a version that this coordinator has not. */
    boolean isAhead() {
        return next > source.head() + 1;
    }

    /** Closes the stream because this coordinator does not hear of the version that its client has. */
    void sendElsewhere() {
        close(
                TRY_AGAIN_LATER,
                "this coordinator is at version " + source.head() + " and does not know of " + (next - 1)
                        + " yet; ask another one");
    }

    /** Pings the client, or closes the stream when it has not answered for too long. */
    void ping() {
        if (closing) {
            return;
        }
        if (unanswered > UNANSWERED_PINGS) {
            close(GOING_AWAY, "no pong for more than 30 seconds; reconnect with since=" + (next - 1));
            return;
        }
        unanswered++;
        if (buffered == 0) {
            // A ping behind a backlog would tell nothing sooner, and would add to the backlog.
            socket.writePing(Buffer.buffer());
        }
    }

    private void received(WebSocketFrame frame) {
        if (frame.isText()) {
            close(POLICY_VIOLATION, "this stream takes no messages; send requests to the REST interface");
        } else if (frame.isBinary() || frame.isContinuation()) {
            close(UNSUPPORTED_DATA, "this stream takes no data; send requests to the REST interface");
        }
    }

    /** Closes the stream because this coordinator stops. */
    void goAway() {
        close(GOING_AWAY, "this coordinator stops; reconnect to another with since=" + (next - 1));
    }

    private void close(short code, String reason) {
        if (!closing) {
            closing = true;
            socket.close(code, reason);
        }
    }
}
