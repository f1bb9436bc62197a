/**
 * The sidecar beside every Redis node: it watches the node, reports to all coordinators and carries out their orders.
 *
 * <p>Everything of one agent runs on one Vert.x event loop; the classes in here are not thread-safe unless they say so.
 * {@link io.slotkeeper.agent.node} speaks with the server process, {@link io.slotkeeper.agent.command} carries out
 * orders, {@link io.slotkeeper.agent.health} shows how the agent is.
 */
package io.slotkeeper.agent;
