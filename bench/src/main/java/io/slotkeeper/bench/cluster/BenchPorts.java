package io.slotkeeper.bench.cluster;

import io.slotkeeper.testkit.FreePorts;
import java.util.stream.IntStream;

/**
 * Free ports for a control plane and its nodes.
 *
 * @param redis first of the nodes' consecutive ports, their cluster bus ports free too
 * @param http REST and WebSocket
 * @param cluster membership of the coordinator; agents take this port + 10 and, one each, those after it
 * @param raft consensus
 */
record BenchPorts(int redis, int http, int cluster, int raft) {
    /** What quickstart adds to the cluster port for its agents. */
    static final int AGENT_OFFSET = 10;

    private static final int ATTEMPTS = 200;

    /** Looks for them. */
    static BenchPorts find(int nodes) {
        return new BenchPorts(block(nodes), FreePorts.reserve(), block(AGENT_OFFSET + nodes), FreePorts.reserve());
    }

    int agent(int index) {
        return cluster + AGENT_OFFSET + index;
    }

    private static int block(int size) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = FreePorts.reserve();
            if (IntStream.range(first, first + size).allMatch(BenchPorts::free)) {
                return first;
            }
            FreePorts.release(first);
        }
        throw new BenchFailure("No " + size + " consecutive free ports were found on the loopback address."
                + " Stop what uses them, or measure fewer shards.");
    }

    private static boolean free(int port) {
        return FreePorts.isFree(port) && FreePorts.isFree(port + FreePorts.BUS_OFFSET);
    }
}
