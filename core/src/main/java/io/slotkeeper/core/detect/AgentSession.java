package io.slotkeeper.core.detect;

import io.slotkeeper.core.protocol.AgentReport;

/**
 * The newest report of an agent process.
 *
 * @param report what it said
 * @param heardNanos when it arrived, on this coordinator's monotonic clock
 * @param departed Hazelcast found the agent's process gone after that report
 */
public record AgentSession(AgentReport report, long heardNanos, boolean departed) {
    AgentSession asDeparted() {
        return new AgentSession(report, heardNanos, true);
    }

    boolean speaks(AgentReport other) {
        return report.identity().instance().equals(other.identity().instance());
    }
}
