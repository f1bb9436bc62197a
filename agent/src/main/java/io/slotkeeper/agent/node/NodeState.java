package io.slotkeeper.agent.node;

import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import java.util.Optional;

/**
 * What the agent knows of its node at one moment; the fields are those of an
 * {@link io.slotkeeper.core.protocol.AgentReport}.
 *
 * @param process state of the server process
 * @param downMicros how long ago the connection broke, 0 while the node answers
 * @param silentMicros age of the oldest unanswered question, 0 when none is open
 * @param problem why the node cannot be used
 * @param view what the node last said
 */
public record NodeState(
        ProcessState process, long downMicros, long silentMicros, NodeProblem problem, Optional<NodeView> view) {}
