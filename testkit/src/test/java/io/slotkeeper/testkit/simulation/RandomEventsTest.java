package io.slotkeeper.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.record.ElectionKind;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Any sequence of faults: nothing is thrown, the invariants of the simulation hold after every step, and once the faults
 * are over the cluster heals. A failing seed is printed by jqwik.
 */
class RandomEventsTest {
    private static final List<OrderType> ORDERS = List.of(OrderType.values());
    private static final List<Reaction> REACTIONS = List.of(Reaction.values());

    @Property(tries = 40)
    void anythingMayHappen(@ForAll long seed) {
        Random random = new Random(seed);
        FakeCluster cluster = FakeCluster.formed(1 + random.nextInt(3), 1 + random.nextInt(2));
        List<FakeAgent> agents = List.copyOf(cluster.agents());
        for (int i = 0; i < 40; i++) {
            fault(cluster, agents.get(random.nextInt(agents.size())), random);
            cluster.run(random.nextInt(5) == 0 ? random.nextInt(3000) : random.nextInt(30));
        }
        heal(cluster, agents);
        assertThat(cluster.runUntil(cluster::isReady, 60_000)).as("healed").isTrue();
    }

    private static void fault(FakeCluster cluster, FakeAgent agent, Random random) {
        switch (random.nextInt(10)) {
            case 0, 1 -> crashOrStart(cluster, agent, random);
            case 2 -> cluster.restartUnseen(agent, random.nextBoolean());
            case 3 -> stopOrRestart(cluster, agent, random);
            case 4 -> cluster.changeLeader();
            case 5 -> cluster.log().failNext(record -> true, random.nextBoolean());
            case 6 -> request(cluster, random);
            case 7 -> cluster.write("s1", 1 + random.nextInt(50));
            default -> agent.next(any(ORDERS, random), any(REACTIONS, random));
        }
    }

    private static <T> T any(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static void crashOrStart(FakeCluster cluster, FakeAgent agent, Random random) {
        if (agent.node().isUp()) {
            cluster.crash(agent);
        } else {
            cluster.start(agent, random.nextInt(4) == 0);
        }
    }

    private static void stopOrRestart(FakeCluster cluster, FakeAgent agent, Random random) {
        if (!agent.isRunning()) {
            agent.restart();
        } else if (random.nextBoolean()) {
            cluster.depart(agent);
        } else {
            agent.stop();
        }
    }

    private static void request(FakeCluster cluster, Random random) {
        ElectionKind kind = random.nextBoolean() ? ElectionKind.FAILOVER : ElectionKind.SWITCHOVER;
        cluster.request(new PromotionRequest(kind, "s1", Optional.empty(), 100 + random.nextInt(2000)));
    }

    private static void heal(FakeCluster cluster, List<FakeAgent> agents) {
        for (FakeAgent agent : agents) {
            if (!agent.isRunning()) {
                agent.restart();
            }
            if (!agent.node().isUp()) {
                cluster.start(agent, false);
            }
        }
    }
}
