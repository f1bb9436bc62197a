package io.slotkeeper.core.control;

import io.slotkeeper.core.map.NodeId;
import java.util.Optional;

/** What became of an {@link UpkeepRequest}. */
public sealed interface UpkeepResult {
    /**
     * It is done.
     *
     * @param shard whose pause, or the node's; empty for all shards, or a node without one
     * @param node the drained node
     * @param leftMillis of a pause; 0 otherwise
     * @param text one sentence for people
     */
    record Done(String shard, Optional<NodeId> node, long leftMillis, String text) implements UpkeepResult {}

    /**
     * Nothing changed.
     *
     * @param code stable reason code
     * @param text what is wrong, the rule and the remedy
     */
    record Refused(RefusalCode code, String text) implements UpkeepResult {}
}
