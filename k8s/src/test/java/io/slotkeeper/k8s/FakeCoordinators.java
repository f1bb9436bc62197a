package io.slotkeeper.k8s;

import io.slotkeeper.k8s.api.MigrationSpec;
import io.slotkeeper.k8s.coordinators.ClusterView;
import io.slotkeeper.k8s.coordinators.ClusterView.Operation;
import io.slotkeeper.k8s.coordinators.ClusterView.Progress;
import io.slotkeeper.k8s.coordinators.Coordinators;
import io.slotkeeper.k8s.coordinators.CoordinatorsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Coordinators in memory: a map of shards, spare nodes, and operations that end when a test says so. Not thread-safe. */
public final class FakeCoordinators implements Coordinators {
    private final String cluster;
    /** Agents by shard; the first is the primary. */
    private final Map<String, List<String>> shards = new TreeMap<>();

    private final Map<String, String> findings = new TreeMap<>();
    private final List<String> switchovers = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private final Map<Long, Runnable> ends = new TreeMap<>();
    private Supplier<Collection<String>> registered = List::of;
    private boolean reachable = true;
    private boolean formed = true;
    private Optional<String> refusal = Optional.empty();

    /** Formed, and all is well. */
    public FakeCoordinators(String cluster, int shards, int pods) {
        this.cluster = cluster;
        for (int i = 0; i < shards; i++) {
            List<String> nodes = new ArrayList<>();
            for (int k = 0; k < pods; k++) {
                nodes.add(cluster + "-shard-" + i + "-" + k);
            }
            this.shards.put("s" + (i + 1), nodes);
        }
    }

    /** Whether they answer. */
    public void reachable(boolean answer) {
        reachable = answer;
    }

    /** Whether the map has shards. */
    public void formed(boolean yes) {
        formed = yes;
    }

    /** Agents that have registered; those in no shard are spares. */
    public void registered(Supplier<Collection<String>> agents) {
        registered = agents;
    }

    /** The shard has a diagnosis; an empty one: none. */
    public void finding(String shard, String text) {
        if (text.isEmpty()) {
            findings.remove(shard);
        } else {
            findings.put(shard, text);
        }
    }

    /** Switchovers and operations are refused with this text; absent: not. */
    public void refuse(Optional<String> text) {
        refusal = text;
    }

    /** The shards that handed over, in order. */
    public List<String> switchovers() {
        return switchovers;
    }

    /** All operations that were begun, as {@code kind shard nodes}. */
    public List<String> begun() {
        return operations.stream().map(Operation::text).toList();
    }

    /** The last operation gets another state; when it is done, what it is about has happened. */
    public void last(String state, String code, String reason, Optional<Instant> endedAt) {
        Operation before = operations.remove(operations.size() - 1);
        operations.add(new Operation(
                before.id(), before.kind(), state, code, before.text(), reason, endedAt, before.progress()));
        if (state.equals("done")) {
            ends.get(before.id()).run();
        }
    }

    /** The last operation is done, if it is under way. */
    public void finishAll(Optional<Instant> endedAt) {
        if (!operations.isEmpty() && operations.get(operations.size() - 1).isUnderWay()) {
            last("done", "DONE", "", endedAt);
        }
    }

    /** Pod of a primary. */
    public String primary(String shard) {
        return shards.get(shard).get(0);
    }

    /** The shards with their pods, the primary first. */
    public Map<String, List<String>> shards() {
        return shards;
    }

    @Override
    public ClusterView view() {
        if (!reachable) {
            throw new CoordinatorsException(CoordinatorsException.UNREACHABLE, "no coordinator answers", null);
        }
        List<ClusterView.Shard> views = new ArrayList<>();
        List<ClusterView.Node> nodes = new ArrayList<>();
        List<String> spares = new ArrayList<>(registered.get());
        if (formed) {
            shards.forEach((id, agents) -> {
                List<String> said = findings.containsKey(id) ? List.of(findings.get(id)) : List.of();
                views.add(new ClusterView.Shard(id, "active", 16384 / shards.size(), said));
                agents.forEach(agent ->
                        nodes.add(new ClusterView.Node(agent, Optional.of(id), agent.equals(primary(id)), true, true)));
                spares.removeAll(agents);
            });
        }
        spares.forEach(agent -> nodes.add(new ClusterView.Node(agent, Optional.empty(), false, true, false)));
        return new ClusterView(
                Optional.of(cluster + "-coordinator-0"),
                formed ? 7 : 0,
                formed,
                "All shards serve.",
                views,
                nodes,
                operations);
    }

    @Override
    public void switchover(String shard) {
        switchover(shard, shards.get(shard).get(1));
    }

    @Override
    public void switchover(String shard, String to) {
        refuseIfTold("REPLICA_NOT_IN_SYNC");
        switchovers.add(shard);
        shards.get(shard).remove(to);
        shards.get(shard).add(0, to);
    }

    @Override
    public void begin(String kind, String shard, List<String> nodes, MigrationSpec migration) {
        refuseIfTold("NOT_ENOUGH_MEMORY");
        long id = operations.size() + 1L;
        operations.add(new Operation(
                id,
                kind,
                "running",
                "RUNNING",
                (kind + " " + shard + " " + nodes).replace("  ", " "),
                "",
                Optional.empty(),
                new Progress(4096, 512)));
        ends.put(id, () -> end(kind, shard, nodes));
    }

    private void end(String kind, String shard, List<String> nodes) {
        switch (kind) {
            case "add-shard" -> shards.put("s" + (shards.size() + 1), new ArrayList<>(nodes));
            case "remove-shard" -> shards.remove(shard);
            case "add-replica" -> shards.get(shard).addAll(nodes);
            case "remove-replica" -> shards.values().forEach(agents -> agents.removeAll(nodes));
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private void refuseIfTold(String code) {
        if (refusal.isPresent()) {
            throw new CoordinatorsException(code, refusal.get(), null);
        }
    }
}
