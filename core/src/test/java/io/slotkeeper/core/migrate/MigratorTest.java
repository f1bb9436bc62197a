package io.slotkeeper.core.migrate;

import static io.slotkeeper.core.fixture.Samples.AT;
import static io.slotkeeper.core.fixture.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.operation.BigKeyPolicy;
import io.slotkeeper.core.operation.MoveSettings;
import io.slotkeeper.core.operation.MoveWindow;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationKind;
import io.slotkeeper.core.operation.OperationPlan;
import io.slotkeeper.core.operation.OperationState;
import io.slotkeeper.core.operation.OperationStatus;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.Election;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.OperationChanged;
import io.slotkeeper.core.record.OperationStarted;
import io.slotkeeper.core.record.PrimaryActivated;
import io.slotkeeper.core.record.PrimaryElected;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** One operation moves ten slots from s1 (primary 1) to s2 (primary 4), in windows of four. */
class MigratorTest {
    private static final String SLOTS = "0-9";
    private static final MigrationOptions OPTIONS = new MigrationOptions(4, 2, 4, 16, 20);

    private final FakePort port = new FakePort(started(Samples.formed()));
    private Migrator migrator = new Migrator(port, OPTIONS);
    private final long keysBefore = port.keysEverywhere();

    private static ClusterState started(ClusterState state) {
        OperationPlan plan = new OperationPlan(OperationKind.MOVE, "s2", "move.", List.of(Samples.move(SLOTS)));
        return Samples.after(state, new OperationStarted(1, plan, MoveSettings.DEFAULTS, AT));
    }

    private void run(long seed, double losing) {
        Random random = new Random(seed);
        for (int i = 0; i < 5000 && operation().isLive(); i++) {
            migrator.attend();
            port.step(random, losing);
            checkAlways();
        }
    }

    private Operation operation() {
        return port.state.operations().find(1).orElseThrow();
    }

    /** What must hold after every step. */
    private void checkAlways() {
        assertThat(port.keysEverywhere()).as("no key is lost or doubled").isEqualTo(keysBefore);
        SlotSet mine = OpenSlots.underMigration(port.state);
        for (var node : port.ids()) {
            port.node(node).importing.keySet().forEach(slot -> assertThat(mine.contains(slot))
                    .as("open slot %d of %s belongs to a window", slot, node)
                    .isTrue());
            port.node(node).migrating.keySet().forEach(slot -> assertThat(mine.contains(slot))
                    .as("open slot %d of %s belongs to a window", slot, node)
                    .isTrue());
        }
        for (int slot : SlotSet.parse(SLOTS).stream().toArray()) {
            checkFound(slot);
        }
    }

    /** Whoever asks the owner of the map for a key finds it there, or is sent to where it is. */
    private void checkFound(int slot) {
        Shard owner = port.state.map().ownerOf(slot).orElseThrow();
        if (owner.state() != ShardState.ACTIVE) {
            return;
        }
        FakePort.FakeSlots at = port.node(owner.primary().id());
        long here = at.keys.getOrDefault(slot, 0L);
        var askedOf = at.migrating.get(slot);
        var movedTo = at.owners.get(slot);
        if (askedOf != null
                && port.state.map().shards().stream()
                        .noneMatch(s -> s.primary().id().equals(askedOf))) {
            // Sent to a node that is dead: the client gets no answer, and no wrong one.
            return;
        }
        long there = askedOf != null
                ? port.node(askedOf).keys.getOrDefault(slot, 0L)
                : movedTo.equals(owner.primary().id())
                        ? 0
                        : port.node(movedTo).keys.getOrDefault(slot, 0L);
        boolean viaSource = !movedTo.equals(owner.primary().id())
                && port.node(movedTo).migrating.containsKey(slot)
                && at.importing.containsKey(slot);
        assertThat(here + there > 0 || viaSource)
                .as("keys of slot %d can be found: %s", slot, port.trace)
                .isTrue();
    }

    private void checkMoved() {
        assertThat(operation().state()).as(tail()).isEqualTo(OperationState.DONE);
        SlotSet slots = SlotSet.parse(SLOTS);
        assertThat(port.state.map().shard("s2").orElseThrow().slots().containsAll(slots))
                .isTrue();
        checkClosed();
        slots.stream().forEach(slot -> assertThat(port.node(port.state
                                .map()
                                .shard("s2")
                                .orElseThrow()
                                .primary()
                                .id())
                        .keys
                        .get(slot))
                .isEqualTo(FakePort.KEYS_PER_SLOT));
    }

    private void checkClosed() {
        assertThat(port.state.map().migrations()).isEmpty();
        port.ids().forEach(node -> {
            assertThat(port.node(node).importing).isEmpty();
            assertThat(port.node(node).migrating).isEmpty();
        });
    }

    private String tail() {
        int from = Math.max(0, port.trace.size() - 30);
        return port.trace.subList(from, port.trace.size()).stream().collect(Collectors.joining("\n"));
    }

    @Test
    void movesAllSlotsInWindows() {
        run(1, 0);
        checkMoved();
        assertThat(operation().journal().progress().keys()).isEqualTo(10 * FakePort.KEYS_PER_SLOT);
        assertThat(operation().journal().nextWindow()).isEqualTo(4);
    }

    @Property(tries = 300)
    void lostOrdersAndAnswersDelayOnly(@ForAll long seed) {
        run(seed, 0.3);
        checkMoved();
    }

    @Property(tries = 300)
    void anotherLeaderGoesOnAtAnyStep(@ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5000 && operation().isLive(); i++) {
            migrator.attend();
            port.step(random, 0.1);
            if (random.nextInt(15) == 0) {
                port.loseLeader(random);
                migrator = new Migrator(port, OPTIONS);
            }
            checkAlways();
        }
        checkMoved();
    }

    @Property(tries = 300)
    void failoversOfBothShardsAreSurvived(@ForAll long seed) {
        Random random = new Random(seed);
        int left = 3;
        for (int i = 0; i < 5000 && operation().isLive(); i++) {
            migrator.attend();
            port.step(random, 0.1);
            checkAlways();
            if (left > 0 && random.nextInt(12) == 0) {
                left--;
                failOver(random.nextBoolean() ? "s1" : "s2", random);
            }
        }
        checkMoved();
    }

    /** The election, a few steps of everything else, the promotion. */
    private void failOver(String shardId, Random random) {
        Shard before = port.state.map().shard(shardId).orElseThrow();
        var heir = before.replicas().get(0);
        long epoch = port.state.nextElectionEpoch(before);
        port.apply(new PrimaryElected(
                new Election(
                        shardId,
                        epoch,
                        ElectionKind.FAILOVER,
                        heir.id(),
                        before.primary().id(),
                        "PRIMARY_CRASHED",
                        0,
                        AT),
                before.epoch(),
                "Because."));
        // What was ordered to the dead primary is lost.
        List<FakePort.Pending> lost = port.pending.stream()
                .filter(p -> p.what().startsWith(before.primary().agent() + " "))
                .toList();
        port.pending.removeAll(lost);
        for (int i = 0; i < 3; i++) {
            migrator.attend();
            port.step(random, 0);
        }
        port.failOver(shardId, heir, before.primary().id());
        port.apply(new PrimaryActivated(shardId, epoch, Map.of(), AT));
        lost.forEach(p -> p.lose().run());
    }

    @Property(tries = 200)
    void anAbortEndsWithNothingOpen(@ForAll long seed) {
        Random random = new Random(seed);
        int abortAt = random.nextInt(60);
        for (int i = 0; i < 5000 && operation().isLive(); i++) {
            if (i == abortAt) {
                port.apply(new OperationChanged(
                        1,
                        OperationState.RUNNING,
                        new OperationStatus(OperationState.ABORTING, "ABORT_REQUESTED", ""),
                        AT));
            }
            migrator.attend();
            port.step(random, 0.1);
            checkAlways();
        }
        assertThat(operation().isLive()).as(tail()).isFalse();
        checkClosed();
    }

    @Test
    void aProblemPausesAndAResumeGoesOn() {
        port.refusal = Optional.of(MoveProblem.TARGET_OUT_OF_MEMORY.say("target 10.0.0.4:6379 is full"));
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            migrator.attend();
            port.step(random, 0);
        }
        assertThat(operation().state()).isEqualTo(OperationState.PAUSED);
        assertThat(operation().status().code()).isEqualTo("TARGET_OUT_OF_MEMORY");
        assertThat(operation().status().text()).contains("10.0.0.4:6379 is full", "maxmemory");
        assertThat(port.hasWindow(MoveWindow.State.OPEN)).isTrue();

        port.refusal = Optional.empty();
        port.apply(new OperationChanged(
                1, OperationState.PAUSED, new OperationStatus(OperationState.RUNNING, "RESUME_REQUESTED", ""), AT));
        run(4, 0);
        checkMoved();
    }

    @Test
    void aPauseFinishesWhatIsOpen() {
        Random random = new Random(5);
        while (!port.hasWindow(MoveWindow.State.OPEN)) {
            migrator.attend();
            port.step(random, 0);
        }
        port.apply(new OperationChanged(
                1, OperationState.RUNNING, new OperationStatus(OperationState.PAUSED, "PAUSE_REQUESTED", ""), AT));
        for (int i = 0; i < 300; i++) {
            migrator.attend();
            port.step(random, 0);
        }
        assertThat(operation().state()).isEqualTo(OperationState.PAUSED);
        assertThat(operation().journal().windows()).isEmpty();
        assertThat(operation().journal().slotsWaiting()).isPositive();
        checkClosed();
    }

    @Test
    void slotsWithBigKeysComeLastAndAlone() {
        port.bigSlots = SlotSet.parse("1,6");
        run(6, 0);
        checkMoved();
        List<String> opened = port.trace.stream()
                .filter(line -> line.startsWith("WindowsOpened") && !line.contains("rejected"))
                .distinct()
                .toList();
        assertThat(opened.get(opened.size() - 1)).contains("slots=6,");
        assertThat(opened.get(opened.size() - 2)).contains("slots=1,");
    }

    @Test
    void slotsWithBigKeysCanStay() {
        port.bigSlots = SlotSet.parse("1,6");
        port.apply(new OperationChanged(
                1, OperationState.RUNNING, new OperationStatus(OperationState.ABORTING, "TEST", ""), AT));
        run(7, 0);
        OperationPlan plan = new OperationPlan(OperationKind.MOVE, "s2", "move.", List.of(Samples.move(SLOTS)));
        port.apply(new OperationStarted(2, plan, new MoveSettings(0, 1024, BigKeyPolicy.SKIP), AT));
        Random random = new Random(8);
        for (int i = 0; i < 1000; i++) {
            migrator.attend();
            port.step(random, 0);
        }
        Operation second = port.state.operations().find(2).orElseThrow();
        assertThat(second.state()).isEqualTo(OperationState.DONE);
        assertThat(second.journal().progress().slotsSkipped()).isEqualTo(2);
        assertThat(port.state.map().shard("s1").orElseThrow().slots().containsAll(port.bigSlots))
                .isTrue();
        checkClosed();
    }

    @Test
    void newPrimariesGetTheMarksOfOpenSlotsOnly() {
        var state = Samples.migrating();
        assertThat(OpenSlots.marksOf(state, "s1", id(2)).stream().map(m -> m.kind() + " " + m.slots() + " " + m.node()))
                .containsExactly("NODE 0-63 " + id(4), "MIGRATING 64-127 " + id(4));
        assertThat(OpenSlots.marksOf(state, "s2", id(5)).stream().map(m -> m.kind() + " " + m.slots() + " " + m.node()))
                .containsExactly("NODE 0-63 " + id(5), "IMPORTING 64-127 " + id(1));
        assertThat(OpenSlots.underMigration(state)).isEqualTo(SlotSet.parse("0-127"));
    }
}
