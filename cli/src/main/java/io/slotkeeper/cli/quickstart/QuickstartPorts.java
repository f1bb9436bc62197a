package io.slotkeeper.cli.quickstart;

import io.slotkeeper.cli.process.CoordinatorSettings;

/**
 * First ports of the coordinators; the next coordinator takes the next ones.
 *
 * @param http REST, WebSocket, metrics
 * @param cluster membership
 * @param raft consensus
 * @param bridge TCP bridge of the event bus; 0 for none
 */
record QuickstartPorts(int http, int cluster, int raft, int bridge) {
    /** Agents come after the coordinators, of which there are at most five. */
    private static final int AGENT_OFFSET = 10;

    /** Those of a coordinator, counted from 0. */
    CoordinatorSettings.Ports of(int index) {
        return new CoordinatorSettings.Ports(http + index, raft + index, bridge == 0 ? 0 : bridge + index);
    }

    /** Membership port of a coordinator, counted from 0. */
    int clusterOf(int index) {
        return cluster + index;
    }

    /** Membership port that the agents share. */
    int agents() {
        return cluster + AGENT_OFFSET;
    }
}
