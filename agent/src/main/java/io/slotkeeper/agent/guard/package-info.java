/** The agent's part in leases: the shell around the core's lease keeper, and endorsements between agents. */
package io.slotkeeper.agent.guard;
