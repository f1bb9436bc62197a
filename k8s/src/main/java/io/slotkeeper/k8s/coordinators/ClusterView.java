package io.slotkeeper.k8s.coordinators;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the coordinators know at one moment.
 *
 * @param leader absent while there is none
 * @param version of the slot map
 * @param ready every shard serves and all slots are owned
 * @param text one sentence about the whole
 * @param shards of the slot map; none before the cluster is formed
 * @param nodes all nodes that agents have presented, in no shard too
 * @param operations those under way, and the last ones that ended; oldest first
 */
public record ClusterView(
        Optional<String> leader,
        long version,
        boolean ready,
        String text,
        List<Shard> shards,
        List<Node> nodes,
        List<Operation> operations) {
    public ClusterView {
        shards = List.copyOf(shards);
        nodes = List.copyOf(nodes);
        operations = List.copyOf(operations);
    }

    /**
     * A shard of the map.
     *
     * @param id for example {@code s1}
     * @param state as in the slot map; {@code active} when all is well
     * @param slots how many it owns
     * @param findings diagnoses, {@code CODE: sentence}, most urgent first
     */
    public record Shard(String id, String state, int slots, List<String> findings) {
        public Shard {
            findings = List.copyOf(findings);
        }
    }

    /**
     * A node of an agent.
     *
     * @param agent stable name: that of the pod
     * @param shard absent for a spare
     * @param primary whether the map names it as primary
     * @param up the server answers and its agent reports
     * @param linkUp replica: it is connected to its primary
     */
    public record Node(String agent, Optional<String> shard, boolean primary, boolean up, boolean linkUp) {
        /** Serves as primary, or follows in sync. */
        public boolean well() {
            return up && (primary || linkUp);
        }
    }

    /**
     * A long-running piece of work.
     *
     * @param id number
     * @param kind for example {@code add-shard}
     * @param state {@code queued, running, paused, aborting, done} or {@code aborted}
     * @param code stable code of the last change of state
     * @param text what it is to do
     * @param reason why it is in this state; may be empty
     * @param endedAt absent while it is under way
     * @param progress slots
     */
    public record Operation(
            long id,
            String kind,
            String state,
            String code,
            String text,
            String reason,
            Optional<Instant> endedAt,
            Progress progress) {
        /** Not ended. */
        public boolean isUnderWay() {
            return !state.equals("done") && !state.equals("aborted");
        }
    }

    /**
     * How far an operation is.
     *
     * @param slots that it moves; 0 for those that move none
     * @param slotsDone of these
     */
    public record Progress(int slots, int slotsDone) {}

    /** The nodes of a shard. */
    public List<Node> nodesOf(String shard) {
        return nodes.stream()
                .filter(node -> node.shard().filter(shard::equals).isPresent())
                .toList();
    }

    /** The node of an agent. */
    public Optional<Node> node(String agent) {
        return nodes.stream().filter(node -> node.agent().equals(agent)).findFirst();
    }
}
