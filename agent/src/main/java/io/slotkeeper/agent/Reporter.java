package io.slotkeeper.agent;

import io.slotkeeper.agent.node.NodeState;
import io.slotkeeper.core.protocol.AgentIdentity;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.Guarding;
import java.util.function.Supplier;

/** Writes reports and numbers them. All on the agent's event loop. */
public final class Reporter {
    private final Supplier<AgentIdentity> identity;
    private final Supplier<NodeState> node;
    private final Supplier<Guarding> guarding;
    private long sequence;

    Reporter(Supplier<AgentIdentity> identity, Supplier<NodeState> node, Supplier<Guarding> guarding) {
        this.identity = identity;
        this.node = node;
        this.guarding = guarding;
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
                guarding.get(),
                state.view());
    }
}
