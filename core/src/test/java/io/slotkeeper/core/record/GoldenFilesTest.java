package io.slotkeeper.core.record;

import static io.slotkeeper.core.fixture.Samples.AT;
import static io.slotkeeper.core.fixture.Samples.id;
import static io.slotkeeper.core.fixture.Samples.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.slotkeeper.core.codec.MalformedEncodingException;
import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.operation.OperationState;
import io.slotkeeper.core.operation.OperationStatus;
import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.DrillFault;
import io.slotkeeper.core.protocol.Endpoint;
import io.slotkeeper.core.protocol.FormerPrimary;
import io.slotkeeper.core.protocol.Guard;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.MoveLimits;
import io.slotkeeper.core.protocol.NodeConfig;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.protocol.SlotMark;
import io.slotkeeper.core.slot.SlotSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the first release wrote must be readable for ever. A missing file is written to {@code target/golden}: look at it,
 * then add it to {@code src/test/resources/golden}. An existing one is never changed.
 */
class GoldenFilesTest {

    /** An encoded thing: its file, what it stands for, and its codec. */
    record Golden(String file, Object value, Function<Object, byte[]> encode, Function<byte[], Object> decode) {
        @Override
        public String toString() {
            return file;
        }
    }

    static List<SlotMapRecord> records() {
        return List.of(
                new ClusterInitialized("c-1", new ClusterSettings(3, 1), AT),
                new NodeRegistered(node(1), AT),
                new ShardsPlanned(List.of(Samples.s1(), Samples.s2()), AT),
                new ShardFormed("s1", 812, AT),
                Samples.elected(ElectionKind.SWITCHOVER, 2, 2),
                new PrimaryActivated("s1", 2, Map.of("detectMicros", 300L, "epoch", 2L), AT),
                new ElectionAborted("s1", 2, "PROMOTION_FAILED", "It failed – größer.", AT),
                new DecisionNoted("s1", "AGENT_LOST", "Silent.", AT),
                new PublishTimed("s1", 2, 450),
                new LeaderPresent(7),
                Samples.operationStarted(),
                new OperationChanged(
                        1,
                        OperationState.RUNNING,
                        new OperationStatus(OperationState.PAUSED, "BUSY_KEY", "Twice."),
                        AT),
                new OperationTuned(1, 5000, AT),
                new WindowsOpened(1, 1, List.of(Samples.move("0-63"))),
                new WindowHandedOver(1, 1, 640, 64_000),
                new WindowTurned(1, 2, true),
                new WindowsClosed(1, List.of(1, 2)),
                new SlotsSkipped(1, Samples.move("64"), AT),
                new ShardRemoved("s2", "OPERATION_DONE", AT),
                new ReplicasRequired("s2", 1, 1, "WRITES_NEED_A_REPLICA", "In time.", AT),
                new CustodyChanged(
                        3,
                        Charge.OBSERVING,
                        Charge.TAKING_OVER,
                        List.of(Samples.s1()),
                        new TreeMap<>(Map.of(id(1), NodeConfig.DEFAULTS)),
                        new CustodyChanged.Note("ADOPT_REQUESTED", "Three nodes."),
                        AT),
                new MaintenancePaused("s1", 600_000, "New kernel", AT),
                new PauseCounted("s1", 590_000),
                new MaintenanceEnded("s1", "PAUSE_OVER", AT),
                new NodeDrained(id(4), "run4", AT),
                new DrainEnded(id(4), "DRAIN_UNDONE", "Undone.", AT),
                new ShardReassigned("s1", 1, new TreeMap<>(Map.of("s2", SlotSet.parse("0-8191"))), AT),
                new SlotsTaken("s2"),
                new ShardRecovered("s1", AT),
                new ReplicasAdmitted("s1", List.of(id(4))),
                new NodeDropped(id(4), AT),
                new ForeignChangeAnswered(
                        Optional.of(new CustodyChanged(
                                3,
                                Charge.IN_CHARGE,
                                Charge.IN_CHARGE,
                                List.of(Samples.s1()),
                                new TreeMap<>(),
                                new CustodyChanged.Note("FOREIGN_CHANGE", "Moved."),
                                AT)),
                        List.of(Samples.operationStarted())));
    }

    static List<Order> orders() {
        SlotMark mark = new SlotMark(SlotMark.Kind.IMPORTING, SlotSet.parse("0-63"), id(2));
        return List.of(
                new Order.SetSlots(List.of(mark)),
                new Order.ScanSlots(SlotSet.parse("0-63"), 1 << 24),
                new Order.MoveKeys(SlotSet.parse("0-63"), Endpoint.of(node(2)), new MoveLimits(1000, 250, 20, 1 << 24)),
                new Order.Configure(Map.of("cluster-require-full-coverage", "no")),
                new Order.Meet(List.of(Endpoint.of(node(1)), Endpoint.of(node(2)))),
                new Order.AssignSlots(SlotSet.parse("0-5460,7000"), 3),
                new Order.Yield(),
                new Order.Retire(),
                new Order.Follow(id(4)),
                new Order.Promote(
                        SlotSet.parse("0-5460"),
                        4711,
                        "run1",
                        LeaseTiming.defaults(),
                        List.of(mark),
                        Optional.of(new FormerPrimary(id(4), 6))),
                new Order.BumpEpoch(6),
                new Order.PauseWrites(2000),
                new Order.ResumeWrites(true),
                new Order.Fence(),
                new Order.Unfence(),
                new Order.AllowSync(),
                new Order.KillNode("run1"),
                new Order.Look(Endpoint.of(node(1))),
                new Order.CountKeys(SlotSet.parse("7,9-11")),
                new Order.CloseSlots(SlotSet.parse("7,9-11")),
                new Order.Forget(List.of(id(1), id(2))),
                new Order.Survey(List.of(id(1), id(2))),
                new Order.Release(NodeConfig.DEFAULTS),
                new Order.Report(),
                new Order.Dismiss("AGENT_NAME_TAKEN", "Choose another."),
                new Order.RequireReplicas(1),
                new Order.TakeSlots(SlotSet.parse("0-5460")),
                new Order.Drill(DrillFault.HANG, "run1", 5000, true));
    }

    static Stream<Golden> all() {
        AgentReport report = Samples.report(2, "i1", 9, ProcessState.GONE, Samples.replicaView(2, 1));
        Stream<Golden> records = records().stream()
                .map(r -> new Golden(
                        r.getClass().getSimpleName(),
                        r,
                        v -> RecordCodec.encode((SlotMapRecord) v),
                        RecordCodec::decode));
        Stream<Golden> commands = orders().stream()
                .map(o -> new Golden(
                        "AgentCommand-" + o.getClass().getSimpleName(),
                        new AgentCommand(77, new Guard(5, "s1", 2, 123_456_789), o),
                        v -> ((AgentCommand) v).encode(),
                        AgentCommand::decode));
        Stream<Golden> others = Stream.of(
                new Golden("state", Samples.migrating(), v -> StateCodec.encode((ClusterState) v), StateCodec::decode),
                new Golden("AgentReport", report, v -> ((AgentReport) v).encode(), AgentReport::decode),
                new Golden(
                        "CommandReply",
                        new CommandReply(77, CommandReply.Result.FAILED, "no", -1, 250, Map.of("moved", 5L), report),
                        v -> ((CommandReply) v).encode(),
                        CommandReply::decode));
        return Stream.of(records, commands, others).flatMap(Function.identity());
    }

    @ParameterizedTest
    @MethodSource("all")
    void oldEncodingsAreReadAndWrittenTheSame(Golden golden) throws IOException {
        String name = golden.file() + "-v1.bin";
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream("/golden/" + name)) {
            if (in == null) {
                Path file = Path.of("target", "golden", name);
                Files.createDirectories(file.getParent());
                Files.write(file, golden.encode().apply(golden.value()));
                fail("there is no golden file " + name + "; it is at " + file + " now, add it to src/test/resources");
            }
            byte[] bytes = in.readAllBytes();
            assertThat(golden.decode().apply(bytes)).isEqualTo(golden.value());
            assertThat(golden.encode().apply(golden.value())).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void truncatedAndProlongedBytesAreRefused(Golden golden) {
        byte[] whole = golden.encode().apply(golden.value());
        for (int length = 0; length < whole.length; length++) {
            assertRefusedOrRead(golden, Arrays.copyOf(whole, length), true);
        }
        assertRefusedOrRead(golden, Arrays.copyOf(whole, whole.length + 1), true);
    }

    @ParameterizedTest
    @MethodSource("all")
    void damagedBytesGiveNoOtherException(Golden golden) {
        Random random = new Random(42);
        byte[] whole = golden.encode().apply(golden.value());
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            assertRefusedOrRead(golden, damaged, false);
        }
    }

    @Test
    void everyKindOfRecordAndOrderHasASample() {
        assertThat(records().stream().map(SlotMapRecord::type).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(RecordType.values());
        assertThat(orders().stream().map(Order::type).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(OrderType.values());
    }

    private static void assertRefusedOrRead(Golden golden, byte[] bytes, boolean mustRefuse) {
        try {
            assertThat(golden.decode().apply(bytes)).isNotNull();
        } catch (MalformedEncodingException expected) {
            assertThat(expected).hasMessageMatching("(?s).+");
            return;
        }
        assertThat(mustRefuse)
                .as("%s of %d bytes was read", golden, bytes.length)
                .isFalse();
    }
}
