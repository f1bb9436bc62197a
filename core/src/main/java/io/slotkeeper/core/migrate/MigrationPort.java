package io.slotkeeper.core.migrate;

import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.protocol.Endpoint;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the migrator needs of the leader that it works for. */
public interface MigrationPort {
    /** The replicated state. */
    ClusterState state();

    Moment now();

    /** A node answers its agent, and is a primary. */
    boolean servesAsPrimary(Node node);

    /** A node answers its agent. */
    boolean isUp(Node node);

    /** Where a node takes keys in: its agent's gate, or the node itself when it has none. */
    Endpoint importing(Node node);

    /** A shard is getting another primary, or a decision about that is under way: its nodes are left alone. */
    boolean isChanging(String shard);

    /** What nodes have yet to do before an operation without open work has ended, one clause; empty when nothing. */
    Optional<String> awaited(Operation operation);

    /** Sends an order on behalf of a shard; the result comes exactly once unless the leadership is lost before. */
    void order(Node node, String shard, Order order, long timeoutMillis, Consumer<Result> then);

    /** Proposes a record, unless one about the same subject is under way. */
    boolean propose(SlotMapRecord record);

    /** Whether a record about a window is under way. */
    boolean isProposing(long operation, int window);

    /** The migrator wants to be attended to again after this time at the latest. */
    void wakeUp(long afterMillis);

    /**
     * What became of an order.
     *
     * @param done its end is reached
     * @param text what went wrong, empty when done
     * @param figures what the agent reports, see {@link io.slotkeeper.core.protocol.MoveFigures}; empty when it gave no answer
     */
    record Result(boolean done, String text, Map<String, Long> figures) {}
}
