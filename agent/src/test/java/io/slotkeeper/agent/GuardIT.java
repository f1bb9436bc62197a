package io.slotkeeper.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.DrillFault;
import io.slotkeeper.core.protocol.DrillPermission;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.slot.SlotSet;
import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.RedisProbe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Leases, endorsements, fences and kills beside real redis-server processes. */
class GuardIT {
    private static final RedisBinary BINARY = RedisBinary.find();

    @Test
    void endorsementsOfTheReplicasAgentCarryOnWithoutAnyLease() {
        try (AgentHarness harness = AgentHarness.of(BINARY, 2)) {
            harness.formPair();
            harness.granting = false;
            AgentHarness.get(harness.vertx.timer(3000));

            assertThat(harness.heard(0))
                    .noneMatch(heard ->
                            heard.report().view().filter(NodeView::fenced).isPresent());
        }
    }

    @Test
    void primaryWithoutLeaseAndEndorsementIsFencedUntilItHasALeaseAgain() {
        try (AgentHarness harness = AgentHarness.of(BINARY, 2)) {
            harness.formPair();
            AgentHarness.get(harness.agents.get(1).stop());
            harness.granting = false;
            long start = System.nanoTime();
            harness.awaitView(0, NodeView::fenced);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
            assertThat(harness.order(0, new Order.Unfence()).result()).isEqualTo(Result.FAILED);
            harness.granting = true;
            harness.awaitView(0, view -> !view.fenced());
        }
    }

    @Test
    void promiseIsKeptAndNotRenewedOncePromotionWasOrdered() {
        try (AgentHarness harness = AgentHarness.of(BINARY, 2)) {
            harness.formPair();
            harness.granting = false;
            AgentHarness.get(harness.vertx.timer(1500));
            Order order = new Order.Promote(SlotSet.all(), 0, "", LeaseTiming.defaults());
            CommandReply refused = harness.order(1, order);

            assertThat(refused.result()).isEqualTo(Result.REFUSED_PROMISED);
            harness.awaitView(0, NodeView::fenced);
            assertThat(harness.promoted(1, "").result()).isEqualTo(Result.DONE);
        }
    }

    @Test
    void stoppedNodeIsKilledOnlyAsTheProcessThatIsMeant() {
        try (AgentHarness harness = AgentHarness.of(BINARY, 1)) {
            NodeView view = harness.awaitView(0, v -> true);
            harness.await(0, report -> report.guarding().canKill());
            harness.redis.server(0).sigstop();
            harness.await(0, report -> report.process() == ProcessState.HUNG);

            assertThat(harness.order(0, new Order.KillNode("another")).text()).contains("another process");
            assertThat(harness.order(0, new Order.KillNode(view.runId())).result())
                    .isEqualTo(Result.DONE);
            harness.await(0, report -> report.process() == ProcessState.GONE);
            assertThat(harness.order(0, new Order.KillNode(view.runId())).result())
                    .isEqualTo(Result.DONE);
        }
    }

    @Test
    void drillsAreRefusedUnlessAllowed() {
        try (AgentHarness harness = AgentHarness.of(BINARY, 1)) {
            NodeView view = harness.awaitView(0, v -> true);
            harness.await(0, report -> report.guarding().canKill());
            CommandReply reply = harness.order(0, new Order.Drill(DrillFault.CRASH, view.runId(), 0, false));

            assertThat(reply.result()).isEqualTo(Result.FAILED);
            assertThat(reply.text()).contains("--allow-drills");
            assertThat(harness.redis.server(0).isAlive()).isTrue();
        }
    }

    @Test
    void aHangEndsByItselfAndACrashKills() {
        try (AgentHarness harness = new AgentHarness(BINARY, 1, UnaryOperator.identity())) {
            harness.startAgent(harness.options(0).withDrills(DrillPermission.SHARED_PROCESS));
            NodeView view = harness.awaitView(0, v -> true);
            harness.await(0, report -> report.guarding().canKill());
            assertThat(harness.order(0, new Order.Drill(DrillFault.CRASH, "another", 0, false))
                            .text())
                    .contains("another process");
            assertThat(harness.order(0, new Order.Drill(DrillFault.KILL_AGENT, view.runId(), 0, true))
                            .text())
                    .contains("shares its process");
            harness.done(0, new Order.Drill(DrillFault.CRASH, view.runId(), 0, true));

            harness.done(0, new Order.Drill(DrillFault.HANG, view.runId(), 1500, false));
            harness.await(0, report -> report.process() == ProcessState.HUNG);
            harness.await(0, report -> report.process() == ProcessState.UP);
            harness.done(0, new Order.Drill(DrillFault.CRASH, view.runId(), 0, false));
            harness.await(0, report -> report.process() == ProcessState.GONE);
        }
    }

    @Test
    void nodeWithALongScriptIsBusyAndSurvives() {
        try (AgentHarness harness = AgentHarness.of(BINARY, 1)) {
            harness.awaitView(0, v -> true);
            harness.await(0, report -> report.guarding().canKill());
            try (RedisProbe probe = new RedisProbe(harness.redis.server(0).address())) {
                // Two seconds or more; the client gives up before.
                CompletableFuture<?> script =
                        CompletableFuture.runAsync(() -> probe.command("EVAL", "for i = 1, 4e8 do end", "0"));
                harness.await(0, report -> report.process() == ProcessState.BUSY);
                harness.await(0, report -> report.process() == ProcessState.UP);
                assertThat(script.handle((done, timeout) -> true).join()).isTrue();
            }
            assertThat(harness.heard(0)).noneMatch(heard -> heard.report().process() == ProcessState.HUNG);
        }
    }

    @Test
    void fenceRemembersTheSettingBeforeOverARestartOfTheAgent() {
        try (AgentHarness harness = AgentHarness.of(BINARY, 1);
                RedisProbe probe = new RedisProbe(harness.redis.server(0).address())) {
            harness.awaitView(0, v -> true);
            probe.command("CONFIG", "SET", "min-replicas-to-write", "2");
            harness.done(0, new Order.Fence());
            assertThat(probe.config("min-replicas-to-write")).isEqualTo("253");
            AgentHarness.get(harness.agents.remove(0).stop());

            harness.startAgent(harness.options(0));
            harness.awaitView(0, NodeView::fenced);
            harness.done(0, new Order.Unfence());
            Awaitility.await().until(() -> probe.config("min-replicas-to-write").equals("2"));
        }
    }

    @Test
    void requiredReplicasAreNoFenceAndOutliveOne() {
        try (AgentHarness harness = AgentHarness.of(BINARY, 1);
                RedisProbe probe = new RedisProbe(harness.redis.server(0).address())) {
            harness.awaitView(0, v -> true);
            harness.done(0, new Order.RequireReplicas(1));
            harness.done(0, new Order.RequireReplicas(1));
            assertThat(probe.config("min-replicas-to-write")).isEqualTo("1");
            assertThat(probe.config("min-replicas-max-lag")).isEqualTo("1");
            NodeView view = harness.awaitView(0, v -> v.redundancy().required() == 1);
            assertThat(view.fenced()).isFalse();

            harness.done(0, new Order.Fence());
            assertThat(probe.config("min-replicas-to-write")).isEqualTo("254");
            harness.done(0, new Order.RequireReplicas(0));
            assertThat(probe.config("min-replicas-to-write")).isEqualTo("255");
            harness.done(0, new Order.RequireReplicas(1));
            assertThat(probe.config("min-replicas-to-write")).isEqualTo("254");
            harness.done(0, new Order.Unfence());
            assertThat(probe.config("min-replicas-to-write")).isEqualTo("1");
            harness.done(0, new Order.RequireReplicas(0));
            assertThat(probe.config("min-replicas-to-write")).isEqualTo("0");
        }
    }

    @Test
    void primaryCountsItsReplicasInTimeAsTheServerDoes() {
        try (AgentHarness harness = AgentHarness.of(BINARY, 2)) {
            harness.formPair();
            harness.awaitView(0, v -> v.redundancy().inTime() == 1);
            harness.redis.server(1).kill9();
            harness.awaitView(0, v -> v.redundancy().inTime() == 0);
        }
    }
}
