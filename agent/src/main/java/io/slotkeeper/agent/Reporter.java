package io.slotkeeper.agent;

import io.slotkeeper.agent.node.NodeState;
import io.slotkeeper.core.protocol.AgentIdentity;
import io.slotkeeper.core.protocol.AgentReport;
import java.util.function.Supplier;

/** Writes reports and numbers them. All on the agent's event loop. */
public final class Reporter {
    private final Supplier<AgentIdentity> identity;
    private final Supplier<NodeState> node;
    private long sequence;

    Reporter(Supplier<AgentIdentity> identity, Supplier<NodeState> node) {
        this.identity = identity;
        this.node = node;
    }

    /** A report of this moment. */
    public AgentReport report() {
        NodeState state = node.get();
        return new AgentReport(
                identity.get(),
                ++sequence,
                System.nanoTime(),
                state.process(),
                state.downMicros(),
                state.silentMicros(),
                state.problem(),
                state.view());
    }
}
