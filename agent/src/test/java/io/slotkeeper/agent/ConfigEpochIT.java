package io.slotkeeper.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.FormerPrimary;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.slot.SlotSet;
import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.RedisProbe;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two claims of one shard's slots on real Redis processes, the younger of which nobody has heard of. */
class ConfigEpochIT {
    static Stream<RedisBinary> binaries() {
        return AgentIT.binaries();
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void aFormerPrimaryWhoseClaimNobodyHeardDoesNotDemoteItsSuccessor(RedisBinary binary) {
        try (AgentHarness harness = AgentHarness.of(binary, 2)) {
            harness.formPair();
            NodeId former = harness.id(0);
            claimUnheard(harness);
            String run = harness.view(0).runId();
            harness.redis.server(0).kill9();
            harness.redis.server(1).sigcont();
            harness.await(0, report -> report.process() == ProcessState.GONE);
            harness.await(1, report -> report.process() == ProcessState.UP);
            promote(harness, run, new FormerPrimary(former, 3));

            harness.redis.server(0).restart();
            harness.awaitView(
                    0,
                    view -> view.looseEnds().lostPeers().isEmpty()
                            && !view.runId().equals(run));
            harness.done(0, new Order.Yield());
            Order.Meet meet = new Order.Meet(List.of(harness.endpoint(0), harness.endpoint(1)));
            harness.done(0, meet);
            harness.done(1, meet);
            harness.awaitView(0, view -> view.knownNodes() == 2);
            harness.done(0, new Order.Follow(harness.id(1)));

            assertThat(harness.awaitView(1, view -> view.knownNodes() == 2).role())
                    .isEqualTo(NodeRole.PRIMARY);
            assertThat(harness.view(1).slots()).isEqualTo(SlotSet.all());
        }
    }

    /** The primary takes epoch 3 while its replica is stopped, and dies before the replica reads on. */
    private static void claimUnheard(AgentHarness harness) {
        harness.done(1, new Order.BumpEpoch(1));
        assertThat(harness.order(1, new Order.BumpEpoch(2)).result()).isEqualTo(Result.FAILED);
        assertThat(harness.order(1, new Order.BumpEpoch(2)).text()).contains("above 2", "STILL 2");
        try (RedisProbe probe = new RedisProbe(harness.redis.server(0).address())) {
            Awaitility.await()
                    .until(() -> probe.clusterInfo("cluster_current_epoch").equals("2"));
        }
        harness.redis.server(1).sigstop();
        harness.done(0, new Order.BumpEpoch(2));
    }

    private static void promote(AgentHarness harness, String run, FormerPrimary former) {
        Order order = new Order.Promote(SlotSet.all(), 0, run, LeaseTiming.defaults(), List.of(), Optional.of(former));
        Result result =
                Awaitility.await().until(() -> harness.order(1, order).result(), r -> r != Result.REFUSED_PROMISED);
        assertThat(result).isEqualTo(Result.DONE);
    }
}
