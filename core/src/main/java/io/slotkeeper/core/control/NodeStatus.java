package io.slotkeeper.core.control;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import java.util.Optional;

/**
 * What is known of one agent and its node.
 *
 * @param agent stable name
 * @param node the registered node; absent while the agent has presented none
 * @param shard id of its shard; empty for a spare
 * @param role {@code primary}, {@code replica}, {@code spare} or {@code unusable}, according to the slot map
 * @param process state of the server process
 * @param agentAlive reports arrive
 * @param reportAgeMillis age of the newest report; -1 when there was none since this leader's election
 * @param problem why the node cannot be used
 * @param view what the node last said of itself
 * @param lagBytes replica: bytes of replication stream it is behind its primary; -1 when unknown
 * @param drained it is about to be restarted by somebody, and not promoted until then
 * @param note one sentence about what is wrong or being done; empty when all is well
 */
public record NodeStatus(
        String agent,
        Optional<Node> node,
        Optional<String> shard,
        String role,
        ProcessState process,
        boolean agentAlive,
        long reportAgeMillis,
        NodeProblem problem,
        Optional<NodeView> view,
        long lagBytes,
        boolean drained,
        String note) {}
