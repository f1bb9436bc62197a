package io.slotkeeper.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.Guard;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.slot.SlotSet;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.WriteLoad;
import io.slotkeeper.testkit.WriteLoadOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An agent beside real Redis processes, of the installed version and of the embedded 6.2. */
class AgentIT {
    static Stream<RedisBinary> binaries() {
        return Stream.concat(RedisBinary.onPath().stream(), Stream.of(RedisBinary.embedded()));
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void formsAPair(RedisBinary binary) {
        try (AgentHarness harness = AgentHarness.of(binary, 2)) {
            harness.formPair();

            assertThat(harness.view(0).slots()).isEqualTo(SlotSet.all());
            assertThat(harness.view(0).configEpoch()).isEqualTo(1);
            assertThat(harness.view(1).primary()).contains(harness.id(0));
            assertThat(harness.view(1).configured()).isTrue();
            // Everything can be ordered again.
            harness.done(0, new Order.AssignSlots(SlotSet.all(), 1));
            harness.done(1, new Order.Follow(harness.id(0)));
            assertThat(harness.order(0, new Order.Follow(harness.id(1))).text()).contains("owns slots 0-16383");
        }
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void tellsADeathAtOnceAndPromotes(RedisBinary binary) {
        try (AgentHarness harness = AgentHarness.of(binary, 2)) {
            harness.formPair();
            long epochBefore = harness.view(1).configEpoch();

            long killed = harness.redis.server(0).kill9();
            AgentHarness.Heard gone = harness.await(0, report -> report.process() == ProcessState.GONE);
            long goneNanos = harness.heard(0).stream()
                            .filter(h -> h.report().process() == ProcessState.GONE)
                            .findFirst()
                            .orElseThrow()
                            .atNanos()
                    - killed;
            CommandReply promoted = harness.promoted(1, harness.view(0).runId());

            System.out.println(
                    "kill -9 to report " + goneNanos / 1000 + " us, promotion " + promoted.tookMicros() + " us");
            assertThat(Duration.ofNanos(goneNanos)).isLessThan(Duration.ofMillis(100));
            assertThat(gone.report().downMicros()).isPositive();
            assertThat(gone.report().view()).isPresent();
            assertThat(promoted.report().view().orElseThrow().role()).isEqualTo(NodeRole.PRIMARY);
            assertThat(promoted.report().view().orElseThrow().slots()).isEqualTo(SlotSet.all());
            assertThat(promoted.report().view().orElseThrow().configEpoch()).isGreaterThan(epochBefore);
            assertThat(harness.promoted(1, "").result()).isEqualTo(Result.DONE);

            harness.redis.server(0).restart();
            harness.awaitView(
                    0,
                    view -> view.role() == NodeRole.REPLICA
                            && !view.configured()
                            && view.primary().equals(Optional.of(harness.id(1))));
            harness.await(0, report -> report.process() == ProcessState.UP && report.downMicros() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void tellsSilence(RedisBinary binary) {
        try (AgentHarness harness = AgentHarness.of(binary, 1)) {
            harness.awaitView(0, view -> true);
            harness.redis.server(0).sigstop();
            AgentReport silent = harness.await(0, report -> report.process() == ProcessState.HUNG)
                    .report();
            assertThat(silent.silentMicros()).isGreaterThanOrEqualTo(1_000_000);
            harness.redis.server(0).sigcont();
            harness.await(0, report -> report.process() == ProcessState.UP && report.silentMicros() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void switchesOverWithoutLoss(RedisBinary binary) {
        try (AgentHarness harness = AgentHarness.of(binary, 2)) {
            harness.formPair();
            try (WriteLoad load = WriteLoad.start(
                    WriteLoadOptions.to(harness.redis.addresses()).withWriters(4))) {
                load.awaitMore(2000, Duration.ofSeconds(20));
                int primary = 0;
                for (int round = 0; round < 6; round++) {
                    switchOver(harness, primary, 1 - primary);
                    primary = 1 - primary;
                    load.awaitMore(500, Duration.ofSeconds(20));
                    int replica = 1 - primary;
                    harness.awaitView(replica, view -> view.synced() && view.linkUp());
                }
                History history = load.stop();
                System.out.println(history.errors() + " blocked " + history.blockedMillis());
                assertThat(new HistoryChecker(harness.redis.addresses())
                                .check(history)
                                .clean())
                        .isTrue();
            }
        }
    }

    private static void switchOver(AgentHarness harness, int from, int to) {
        long start = System.nanoTime();
        long offset = harness.done(from, new Order.PauseWrites(1000)).offset();
        harness.done(
                to, new Order.Promote(SlotSet.all(), offset, harness.view(from).runId(), LeaseTiming.defaults()));
        long promoted = System.nanoTime();
        CommandReply resumed = harness.done(from, new Order.ResumeWrites(true));
        System.out.println("switchover " + (promoted - start) / 1000 + " us to promotion, "
                + (System.nanoTime() - start) / 1000 + " us in all");
        assertThat(resumed.report().view().orElseThrow().role()).isEqualTo(NodeRole.REPLICA);
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void fencesAndUnfences(RedisBinary binary) {
        try (AgentHarness harness = AgentHarness.of(binary, 1)) {
            harness.awaitView(0, view -> true);
            harness.done(0, new Order.AssignSlots(SlotSet.all(), 1));
            try (RedisProbe probe = new RedisProbe(harness.redis.server(0).address())) {
                String before = probe.config("min-replicas-to-write");
                assertThat(harness.done(0, new Order.Fence())
                                .report()
                                .view()
                                .orElseThrow()
                                .fenced())
                        .isTrue();
                harness.done(0, new Order.Fence());
                assertThat(probe.config("min-replicas-to-write")).isEqualTo("255");
                // An order of the fence's own epoch was sent before it.
                assertThat(harness.order(0, new Order.Unfence()).result()).isEqualTo(Result.FAILED);
                assertThat(probe.config("min-replicas-to-write")).isEqualTo("255");
                assertThat(harness.order(0, new Order.Unfence(), new Guard(1, "s1", 2, Long.MAX_VALUE))
                                .report()
                                .view()
                                .orElseThrow()
                                .fenced())
                        .isFalse();
                assertThat(probe.config("min-replicas-to-write")).isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void aPrimaryYieldsAndFollows(RedisBinary binary) {
        try (AgentHarness harness = AgentHarness.of(binary, 2)) {
            harness.formPair();
            try (RedisProbe probe = new RedisProbe(harness.redis.server(0).address())) {
                probe.command("SET", "foo", "bar");
                harness.done(0, new Order.Fence());

                CommandReply yielded = harness.done(0, new Order.Yield());

                NodeView after = yielded.report().view().orElseThrow();
                assertThat(after.slots()).isEqualTo(SlotSet.empty());
                assertThat(after.keys()).isZero();
                assertThat(after.fenced()).isFalse();
                harness.done(0, new Order.Yield());
                assertThat(probe.command("CLUSTER", "COUNTKEYSINSLOT", "12182")).isEqualTo(0L);
            }
            harness.awaitView(1, view -> view.role() == NodeRole.REPLICA);
            // A replica has nothing to give up.
            harness.done(1, new Order.Yield());
            assertThat(harness.promoted(1, SlotSet.empty(), "").result()).isEqualTo(Result.DONE);
            harness.awaitView(0, view -> view.role() == NodeRole.PRIMARY);
            harness.done(0, new Order.Follow(harness.id(1)));
        }
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void refusesWhatIsStaleOrLate(RedisBinary binary) {
        try (AgentHarness harness = AgentHarness.of(binary, 1)) {
            harness.awaitView(0, view -> true);
            Order report = new Order.Report();
            assertThat(harness.order(0, report, new Guard(5, "s2", 3, Long.MAX_VALUE))
                            .result())
                    .isEqualTo(Result.DONE);
            CommandReply oldTerm = harness.order(0, report, new Guard(4, "s2", 9, Long.MAX_VALUE));
            assertThat(oldTerm.result()).isEqualTo(Result.REFUSED_STALE);
            assertThat(oldTerm.text()).contains("term 4", "term 5");
            CommandReply oldEpoch = harness.order(0, report, new Guard(5, "s2", 2, Long.MAX_VALUE));
            assertThat(oldEpoch.result()).isEqualTo(Result.REFUSED_STALE);
            assertThat(oldEpoch.text()).contains("epoch 2", "epoch 3");
            CommandReply late = harness.order(0, report, new Guard(5, "s2", 3, System.nanoTime() - 1_000_000));
            assertThat(late.result()).isEqualTo(Result.REFUSED_LATE);
            // A promotion of a primary without those slots, and of a replica that lags, is not reached.
            harness.term = 5;
            CommandReply notThere = harness.promoted(0, "");
            assertThat(notThere.result()).isEqualTo(Result.FAILED);
            assertThat(notThere.text()).contains("does not own 0-16383");
        }
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void keepsReplicasFromAnEmptyRestartedPrimary(RedisBinary binary) {
        try (AgentHarness harness = new AgentHarness(binary, 2, options -> options.withSyncGuard(false))) {
            harness.startAgent(harness.options(0));
            harness.startAgent(harness.options(1));
            harness.formPair();
            try (RedisProbe probe = new RedisProbe(harness.redis.server(0).address());
                    RedisProbe replica = new RedisProbe(harness.redis.server(1).address())) {
                for (int i = 0; i < 100; i++) {
                    probe.command("SET", "key" + i, "value");
                }
                harness.awaitView(1, view -> view.keys() == 100);
                harness.redis.server(0).restartEmpty();
                harness.awaitView(0, view -> view.role() == NodeRole.PRIMARY && view.keys() == 0 && view.syncHeld());
                // The replica's link is up again and asks for a full copy, which it does not get.
                harness.awaitView(1, view -> !view.linkUp());
                Awaitility.await()
                        .during(Duration.ofSeconds(8))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> replica.dbSize() == 100);
                CommandReply promoted = harness.promoted(1, harness.view(0).runId());
                assertThat(promoted.report().view().orElseThrow().keys()).isEqualTo(100);
            }
        }
    }
}
