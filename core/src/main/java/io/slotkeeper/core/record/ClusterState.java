package io.slotkeeper.core.record;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.map.SlotMapDelta;
import io.slotkeeper.core.operation.Operations;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that the coordinators replicate. Immutable; {@link SlotMapRecord#applyTo} is the only way to the next state.
 *
 * @param clusterId drawn once, empty before the cluster is initialised
 * @param settings what the user wants; empty before the cluster is initialised
 * @param map the slot map as published
 * @param nodes every registered node, members of shards and spares
 * @param elections open elections by shard
 * @param electedEpochs highest shard epoch ever elected, by shard, finished or given up
 * @param history newest last, at most {@link #HISTORY_LIMIT} entries
 * @param nextSequence sequence of the next history entry
 * @param upkeep what is decided beside the map
 */
public record ClusterState(
        String clusterId,
        Optional<ClusterSettings> settings,
        SlotMap map,
        SortedMap<NodeId, Node> nodes,
        SortedMap<String, Election> elections,
        SortedMap<String, Long> electedEpochs,
        List<HistoryEntry> history,
        long nextSequence,
        Upkeep upkeep) {
    /** How many history entries are kept. */
    public static final int HISTORY_LIMIT = 1000;

    public ClusterState {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        elections = Collections.unmodifiableSortedMap(new TreeMap<>(elections));
        electedEpochs = Collections.unmodifiableSortedMap(new TreeMap<>(electedEpochs));
        history = Collections.unmodifiableList(history);
    }

    /** The state of an empty log. */
    public static ClusterState initial() {
        NavigableMap<NodeId, Node> noNodes = new TreeMap<>();
        return new ClusterState(
                "",
                Optional.empty(),
                SlotMap.empty(),
                noNodes,
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                1,
                Upkeep.none());
    }

    public boolean initialized() {
        return settings.isPresent();
    }

    public Optional<Election> election(String shard) {
        return Optional.ofNullable(elections.get(shard));
    }

    /** The epoch that the next primary elected for a shard gets. */
    public long nextElectionEpoch(Shard shard) {
        return Math.max(shard.epoch(), electedEpochs.getOrDefault(shard.id(), 0L)) + 1;
    }

    /** The node that an agent is responsible for, by the agent's stable name. */
    public Optional<Node> nodeOfAgent(String agent) {
        return nodes.values().stream().filter(n -> n.agent().equals(agent)).findFirst();
    }

    ClusterState initializedAs(String id, ClusterSettings wanted) {
        return new ClusterState(
                id, Optional.of(wanted), map, nodes, elections, electedEpochs, history, nextSequence, upkeep);
    }

    ClusterState withMap(SlotMapDelta delta) {
        return new ClusterState(
                clusterId, settings, map.apply(delta), nodes, elections, electedEpochs, history, nextSequence, upkeep);
    }

    ClusterState withNode(Node node) {
        SortedMap<NodeId, Node> next = new TreeMap<>(nodes);
        next.put(node.id(), node);
        return new ClusterState(
                clusterId, settings, map, next, elections, electedEpochs, history, nextSequence, upkeep);
    }

    ClusterState withoutNode(NodeId node) {
        SortedMap<NodeId, Node> next = new TreeMap<>(nodes);
        next.remove(node);
        return new ClusterState(
                clusterId, settings, map, next, elections, electedEpochs, history, nextSequence, upkeep);
    }

    ClusterState withElection(Election election) {
        SortedMap<String, Election> next = new TreeMap<>(elections);
        next.put(election.shard(), election);
        SortedMap<String, Long> epochs = new TreeMap<>(electedEpochs);
        epochs.put(election.shard(), election.epoch());
        return new ClusterState(clusterId, settings, map, nodes, next, epochs, history, nextSequence, upkeep);
    }

    ClusterState withoutElection(String shard) {
        SortedMap<String, Election> next = new TreeMap<>(elections);
        next.remove(shard);
        return new ClusterState(clusterId, settings, map, nodes, next, electedEpochs, history, nextSequence, upkeep);
    }

    /** Adds a line to the history, at the map's present version. */
    ClusterState withHistory(
            long atMillis, String shard, RecordType event, String code, String text, Map<String, Long> figures) {
        HistoryEntry entry =
                new HistoryEntry(nextSequence, atMillis, map.version(), shard, event.name(), code, text, figures);
        int drop = Math.max(0, history.size() + 1 - HISTORY_LIMIT);
        List<HistoryEntry> next = new ArrayList<>(history.subList(drop, history.size()));
        next.add(entry);
        return withHistory(next, nextSequence + 1);
    }

    ClusterState withHistory(List<HistoryEntry> entries, long sequence) {
        return new ClusterState(clusterId, settings, map, nodes, elections, electedEpochs, entries, sequence, upkeep);
    }

    /** Long-running work, under way and ended. */
    public Operations operations() {
        return upkeep.operations();
    }

    ClusterState withOperations(Operations next) {
        return withUpkeep(upkeep.withOperations(next));
    }

    ClusterState withUpkeep(Upkeep next) {
        return new ClusterState(clusterId, settings, map, nodes, elections, electedEpochs, history, nextSequence, next);
    }

    /** A change of the map that replaces the given shards. */
    SlotMapDelta deltaOf(String cause, List<Shard> shards) {
        return new SlotMapDelta(map.version() + 1, cause, shards, List.of());
    }
}
