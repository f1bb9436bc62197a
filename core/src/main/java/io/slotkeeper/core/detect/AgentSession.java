package io.slotkeeper.core.detect;

import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.NodeView;
import java.util.Optional;

/**
 * The newest report of an agent process.
 *
 * @param report what it said
 * @param heardNanos when it arrived, on this coordinator's monotonic clock
 * @param processSinceNanos when this coordinator first heard of the node's process of which the report speaks
 * @param departed Hazelcast found the agent's process gone after that report
 */
public record AgentSession(AgentReport report, long heardNanos, long processSinceNanos, boolean departed) {
    AgentSession asDeparted() {
        return new AgentSession(report, heardNanos, processSinceNanos, true);
    }

    /** The session as it goes on with another report. */
    AgentSession heard(AgentReport newer, long nanos) {
        boolean same = runId(newer).equals(runId(report));
        return new AgentSession(newer, nanos, same ? processSinceNanos : nanos, false);
    }

    private static Optional<String> runId(AgentReport report) {
        return report.view().map(NodeView::runId);
    }

    boolean speaks(AgentReport other) {
        return report.identity().instance().equals(other.identity().instance());
    }
}
