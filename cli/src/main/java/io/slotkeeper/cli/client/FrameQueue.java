package io.slotkeeper.cli.client;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Joins the parts of WebSocket messages and hands the frames to the reading thread. Asks for the next part only when the
 * reader keeps up, so that a slow terminal slows the sender instead of filling the memory.
 */
final class FrameQueue implements WebSocket.Listener {
    private static final int CAPACITY = 1000;
    private static final long POLL_MILLIS = 500;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A frame, or the end of the stream with its reason. */
    record Item(String text, boolean end) {}

    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>(CAPACITY);
    private final StringBuilder parts = new StringBuilder();
    private volatile long heardAt = System.nanoTime();
    private volatile WebSocket socket;

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        heardAt = System.nanoTime();
        parts.append(data);
        if (last) {
            put(new Item(parts.toString(), false));
            parts.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        heardAt = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        heardAt = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        put(new Item("closed, status " + statusCode + (reason.isEmpty() ? "" : ", " + reason), true));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        put(new Item(Reachability.reason(error), true));
    }

    /** The next one; null when none came for half a second. */
    Item poll() {
        try {
            Item item = items.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            return item == null ? checkSilence() : item;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted.", e);
        }
    }

    /** A dead peer sends no close frame: a ping that stays unanswered tells. */
    private Item checkSilence() {
        long silence = System.nanoTime() - heardAt;
        if (silence > SILENCE_NANOS) {
            return new Item("nothing heard for 30 s", true);
        }
        WebSocket open = socket;
        if (silence > SILENCE_NANOS / 2 && open != null && !open.isOutputClosed()) {
            // A failing ping is reported to onError as well.
            open.sendPing(ByteBuffer.allocate(0)).exceptionally(failure -> null);
        }
        return null;
    }

    private void put(Item item) {
        try {
            items.put(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
