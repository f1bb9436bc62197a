package io.slotkeeper.agent.node;

import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.ProcessState;

/**
 * What a probe that was answered says.
 *
 * @param process {@link ProcessState#UP} or {@link ProcessState#LOADING}
 * @param problem why the node cannot be used
 * @param complete the probe read everything, so {@link NodeProbe} has a new view
 */
record ProbeOutcome(ProcessState process, NodeProblem problem, boolean complete) {
    static final ProbeOutcome UP = new ProbeOutcome(ProcessState.UP, NodeProblem.NONE, true);
    /** A script or a long command keeps it from more; what it said before stands. */
    static final ProbeOutcome BUSY = new ProbeOutcome(ProcessState.UP, NodeProblem.NONE, false);

    static final ProbeOutcome LOADING = new ProbeOutcome(ProcessState.LOADING, NodeProblem.NONE, false);

    static ProbeOutcome unusable(NodeProblem problem, boolean complete) {
        return new ProbeOutcome(ProcessState.UP, problem, complete);
    }
}
