package io.slotkeeper.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.record.ClusterSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes whose names say that they belong together; each on a host of its own, as pods are. */
class NamedGroupsTest {
    private final List<Node> nodes = new ArrayList<>();

    @Test
    void namesOfStatefulSetsBecomeShards() {
        for (int shard = 0; shard < 12; shard++) {
            node("demo-shard-" + shard + "-0", "");
            node("demo-shard-" + shard + "-1", "");
        }
        // Addresses come in any order.
        nodes.sort(Comparator.comparing(Node::host));

        List<Shard> plan = FormationPlacement.plan(new ClusterSettings(12, 1), nodes);

        assertThat(agents(plan.get(2))).containsExactly("demo-shard-2-0", "demo-shard-2-1");
        assertThat(agents(plan.get(11))).containsExactly("demo-shard-11-0", "demo-shard-11-1");
    }

    @Test
    void primariesAreSpreadOverZones() {
        for (int shard = 0; shard < 4; shard++) {
            node("s-" + shard + "-0", "a");
            node("s-" + shard + "-1", "b");
        }

        List<Shard> plan = FormationPlacement.plan(new ClusterSettings(4, 1), nodes);

        assertThat(plan).extracting(shard -> shard.primary().zone()).containsExactly("a", "b", "a", "b");
    }

    @Test
    void namesThatPutAShardIntoOneZoneDoNotCount() {
        for (String zone : List.of("a", "b")) {
            node("zone-" + zone + "-1", zone);
            node("zone-" + zone + "-2", zone);
        }

        List<Shard> plan = FormationPlacement.plan(new ClusterSettings(2, 1), nodes);

        assertThat(plan)
                .allSatisfy(shard -> assertThat(shard.nodes().map(Node::zone)).containsExactlyInAnyOrder("a", "b"));
    }

    @Test
    void groupsOfAnotherSizeDoNotCount() {
        node("x-0-0", "");
        node("x-0-1", "");
        node("x-0-2", "");
        node("x-1-0", "");

        assertThat(NamedGroups.of(new ClusterSettings(2, 1), nodes)).isEmpty();
        assertThat(NamedGroups.of(new ClusterSettings(4, 0), nodes)).isEmpty();
    }

    @Test
    void aNameWithoutANumberEndsTheMatter() {
        node("x-0", "");
        node("other", "");

        assertThat(NamedGroups.of(new ClusterSettings(2, 0), nodes)).isEmpty();
    }

    private void node(String agent, String zone) {
        int number = nodes.size();
        // Hosts in another order than names.
        String host = "10.0.0." + (100 - number);
        nodes.add(new Node(new NodeId(String.format("%040x", number + 1)), host, 6379, 16379, zone, agent));
    }

    private static List<String> agents(Shard shard) {
        return shard.nodes().map(Node::agent).toList();
    }
}
