package io.slotkeeper.cli.process;

import java.util.List;

/**
 * Starts the parts of Slotkeeper in this process. The only place where the command line meets the modules; may be called
 * from any thread and does not block.
 */
public interface ProcessLauncher {
    /** Is up when the coordinator serves. */
    Starting startCoordinator(CoordinatorSettings settings);

    /** Is up when the agent has joined; until then it waits for a coordinator, for as long as it takes. */
    Starting startAgent(AgentSettings settings);

    /**
     * Starts the agents of a quickstart, one for each of the settings; they may share a member of the cluster. Fails as a
     * whole.
     */
    Starting startAgents(List<AgentSettings> settings);
}
