/** The agent's metrics and its optional HTTP server for probes and scrapes. */
package io.slotkeeper.agent.health;
