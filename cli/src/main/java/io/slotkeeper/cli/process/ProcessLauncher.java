package io.slotkeeper.cli.process;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Starts the parts of Slotkeeper in this process. The only place where the command line meets the modules; may be called
 * from any thread and does not block.
 */
public interface ProcessLauncher {
    /** Completes when the coordinator serves; fails with a text for the user. */
    CompletableFuture<RunningPart> startCoordinator(CoordinatorSettings settings);

    /** Completes when the agent has joined; fails with a text for the user. */
    CompletableFuture<RunningPart> startAgent(AgentSettings settings);

    /**
     * Starts the agents of a quickstart, one for each of the settings; they may share a member of the cluster. Fails as a
     * whole.
     */
    CompletableFuture<RunningPart> startAgents(List<AgentSettings> settings);
}
