/** What the operating system says of the node's process, where the agent may see it. */
package io.slotkeeper.agent.process;
