/** The agent's connection to its node, the questions it asks there, and what it concludes from the answers. */
package io.slotkeeper.agent.node;
