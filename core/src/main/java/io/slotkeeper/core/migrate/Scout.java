package io.slotkeeper.core.migrate;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMove;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ScanFigures;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at slots before they are opened: for big keys, and for how many keys there are. A replica of the source is asked when
 * one answers, so that the source has no work with it. What it knows is lost with the leader, and found out again.
 */
final class Scout {
    private static final long ORDER_MILLIS = 8000;
    /** Several windows may be open when the operation is aborted, and should be finished within a second or two. */
    private static final long WINDOW_MILLIS = 300;

    private static final long MOST_KEYS = 20_000;
    private static final long LEAST_KEYS = 500;

    private final MigrationPort port;
    private final MigrationOptions options;
    private final Pace pace;
    private final Map<String, Found> found = new HashMap<>();
    private SlotSet big = SlotSet.empty();
    private long biggestBytes;

    /**
     * Slots of one pair of shards that were looked at, or are being looked at.
     *
     * @param keysPerSlot on average
     */
    private record Found(SlotSet slots, boolean ended, double keysPerSlot, long retryAtNanos) {}

    Scout(MigrationPort port, MigrationOptions options, Pace pace) {
        this.port = port;
        this.options = options;
        this.pace = pace;
    }

    /** Slots that were found to hold big keys. */
    SlotSet bigSlots() {
        return big;
    }

    /** Size of the largest key that was found. */
    long biggestBytes() {
        return biggestBytes;
    }

    /** Slots of a move that may be opened next; empty while they are still being looked at. */
    SlotSet next(SlotMove waiting, long bigKeyBytes) {
        SlotSet left = waiting.slots().minus(big);
        String pair = waiting.from() + " " + waiting.to();
        Found known = found.get(pair);
        if (known != null && known.ended()) {
            SlotSet usable = known.slots().intersect(left);
            if (!usable.isEmpty()) {
                return first(usable, fitting(waiting.from(), known.keysPerSlot()));
            }
            found.remove(pair);
            known = null;
        }
        boolean due = known == null || (known.retryAtNanos() > 0 && port.now().nanos() >= known.retryAtNanos());
        if (!left.isEmpty() && due) {
            look(pair, waiting, first(left, options.windowSlots()), bigKeyBytes);
        }
        return SlotSet.empty();
    }

    private void look(String pair, SlotMove move, SlotSet slots, long bigKeyBytes) {
        Shard source = port.state().map().shard(move.from()).orElseThrow();
        Optional<Node> node = source.replicas().stream()
                .filter(port::isUp)
                .findFirst()
                .or(() -> Optional.of(source.primary()).filter(port::isUp));
        found.put(pair, new Found(slots, false, 0, 0));
        if (node.isEmpty() || port.isChanging(source.id())) {
            retry(pair, slots);
            return;
        }
        port.order(node.get(), source.id(), new Order.ScanSlots(slots, bigKeyBytes), ORDER_MILLIS, result -> {
            if (!result.done()) {
                retry(pair, slots);
                return;
            }
            ScanFigures figures = ScanFigures.of(result.figures());
            big = big.union(figures.bigSlots());
            biggestBytes = Math.max(biggestBytes, figures.biggestBytes());
            double keysPerSlot = (double) figures.keys() / slots.size();
            found.put(pair, new Found(slots.minus(figures.bigSlots()), true, keysPerSlot, 0));
        });
    }

    private int fitting(String source, double keysPerSlot) {
        long keys = Math.max(LEAST_KEYS, Math.min(MOST_KEYS, pace.within(source, WINDOW_MILLIS)));
        return (int) Math.max(1, Math.min(options.windowSlots(), keys / Math.max(1, keysPerSlot)));
    }

    private void retry(String pair, SlotSet slots) {
        found.put(pair, new Found(slots, false, 0, port.now().nanos() + 200_000_000));
        port.wakeUp(200);
    }

    static SlotSet first(SlotSet slots, int count) {
        List<SlotRange> taken =
                slots.stream().limit(count).mapToObj(SlotRange::of).toList();
        return SlotSet.of(taken);
    }
}
