package io.slotkeeper.k8s;

import io.slotkeeper.k8s.coordinators.ClusterView;
import io.slotkeeper.k8s.coordinators.Coordinators;
import io.slotkeeper.k8s.coordinators.CoordinatorsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Coordinators of a cluster whose shard sN has the pods of StatefulSet N-1; the first pod of each is primary at first. */
public final class FakeCoordinators implements Coordinators {
    private final String cluster;
    private final int shards;
    private final int pods;
    private final Map<String, String> primaries = new TreeMap<>();
    private final Map<String, String> findings = new TreeMap<>();
    private final List<String> switchovers = new ArrayList<>();
    private boolean reachable = true;
    private boolean formed = true;
    private Optional<String> refusal = Optional.empty();

    /** Formed, and all is well. */
    public FakeCoordinators(String cluster, int shards, int pods) {
        this.cluster = cluster;
        this.shards = shards;
        this.pods = pods;
        for (int i = 0; i < shards; i++) {
            primaries.put("s" + (i + 1), pod(i, 0));
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

    /** The shard has a diagnosis; an empty one: none. */
    public void finding(String shard, String text) {
        if (text.isEmpty()) {
            findings.remove(shard);
        } else {
            findings.put(shard, text);
        }
    }

    /** Switchovers are refused with this text; absent: not. */
    public void refuse(Optional<String> text) {
        refusal = text;
    }

    /** The shards that handed over, in order. */
    public List<String> switchovers() {
        return switchovers;
    }

    /** Pod of a primary. */
    public String primary(String shard) {
        return primaries.get(shard);
    }

    @Override
    public ClusterView view() {
        if (!reachable) {
            throw new CoordinatorsException(CoordinatorsException.UNREACHABLE, "no coordinator answers", null);
        }
        List<ClusterView.Shard> views = new ArrayList<>();
        List<ClusterView.Node> nodes = new ArrayList<>();
        for (int i = 0; formed && i < shards; i++) {
            String id = "s" + (i + 1);
            views.add(new ClusterView.Shard(
                    id, "active", 16384 / shards, findings.containsKey(id) ? List.of(findings.get(id)) : List.of()));
            for (int k = 0; k < pods; k++) {
                nodes.add(new ClusterView.Node(
                        pod(i, k), Optional.of(id), pod(i, k).equals(primaries.get(id)), true, true));
            }
        }
        return new ClusterView(
                Optional.of(cluster + "-coordinator-0"), formed ? 7 : 0, formed, "All shards serve.", views, nodes);
    }

    @Override
    public void switchover(String shard) {
        if (refusal.isPresent()) {
            throw new CoordinatorsException("REPLICA_NOT_IN_SYNC", refusal.get(), null);
        }
        switchovers.add(shard);
        int set = Integer.parseInt(shard.substring(1)) - 1;
        primaries.compute(shard, (id, primary) -> primary.equals(pod(set, 0)) ? pod(set, 1) : pod(set, 0));
    }

    private String pod(int set, int ordinal) {
        return cluster + "-shard-" + set + "-" + ordinal;
    }
}
