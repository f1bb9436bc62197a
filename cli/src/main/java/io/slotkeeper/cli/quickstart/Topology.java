package io.slotkeeper.cli.quickstart;

import java.util.ArrayList;
import java.util.List;

/**
 * The nodes of a quickstart.
 *
 * @param shards 1 to 500
 * @param replicas per shard, 0 to 5
 * @param redisPort port of the first node; the others follow
 * @param zones given to the nodes in turn; never empty
 */
record Topology(int shards, int replicas, int redisPort, List<String> zones) {
    Topology {
        zones = List.copyOf(zones);
    }

    /** How many nodes there are. */
    int size() {
        return shards * (1 + replicas);
    }

    /** In the order of their ports. */
    List<Member> members() {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            members.add(new Member("a" + (i + 1), redisPort + i, zones.get(i % zones.size())));
        }
        return members;
    }

    /**
     * One node and its agent.
     *
     * @param agent stable name of the agent
     * @param port Redis port
     * @param zone failure domain
     */
    record Member(String agent, int port, String zone) {}
}
