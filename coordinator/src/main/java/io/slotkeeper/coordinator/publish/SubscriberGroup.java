package io.slotkeeper.coordinator.publish;

import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;

/**
 * The subscribers of one event loop. All methods but {@link #wake} are called on that loop.
 *
 * <p>A pass over the subscribers is cut into slices, so that pings, new connections and requests are served in between.
 * Changes that come during a pass are taken along by the subscribers not yet visited; another pass follows for the rest.
 */
public final class SubscriberGroup {
    private static final int SLICE = 128;
    /** A follower hears of a change some moments after its leader's subscribers. */
    private static final long CATCH_UP_MILLIS = 1_000;

    private final Context context;
    private final FrameSource source;
    private final CoordinatorMetrics metrics;
    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private final Queue<Publication> waiting = new ArrayDeque<>();
    private final long pingTimer;
    private boolean passing;

    SubscriberGroup(Context context, FrameSource source, CoordinatorMetrics metrics, long pingMillis) {
        this.context = context;
        this.source = source;
        this.metrics = metrics;
        pingTimer = context.owner()
                .setPeriodic(pingMillis, timer -> List.copyOf(subscribers).forEach(Subscriber::ping));
    }

    /**
     * Starts serving an accepted WebSocket.
     *
     * @param since the version that the client has; empty when it has none
     */
    public void add(ServerWebSocket socket, OptionalLong since) {
        Subscriber subscriber = new Subscriber(socket, source, metrics);
        subscribers.add(subscriber);
        metrics.subscribed();
        socket.closeHandler(closed -> {
            subscribers.remove(subscriber);
            metrics.unsubscribed();
        });
        subscriber.open(since);
        if (subscriber.isAhead()) {
            context.owner().setTimer(CATCH_UP_MILLIS, timer -> {
                if (subscribers.contains(subscriber) && subscriber.isAhead()) {
                    subscriber.sendElsewhere();
                }
            });
        }
    }

    /** Serves everybody what is new. May be called from any thread. */
    void wake(Publication publication) {
        context.runOnContext(woken -> {
            waiting.add(publication);
            if (!passing) {
                pass();
            }
        });
    }

    private void pass() {
        passing = true;
        List<Publication> served = List.copyOf(waiting);
        waiting.clear();
        slice(new ArrayList<>(subscribers), 0, served);
    }

    private void slice(List<Subscriber> all, int from, List<Publication> served) {
        int end = Math.min(all.size(), from + SLICE);
        all.subList(from, end).forEach(Subscriber::advance);
        if (end < all.size()) {
            context.runOnContext(later -> slice(all, end, served));
            return;
        }
        served.forEach(Publication::groupServed);
        passing = false;
        if (!waiting.isEmpty()) {
            pass();
        }
    }

    void close() {
        context.owner().cancelTimer(pingTimer);
        List.copyOf(subscribers).forEach(Subscriber::goAway);
    }
}
