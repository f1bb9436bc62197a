package io.slotkeeper.core.record;

import static io.slotkeeper.core.fixture.Samples.AT;
import static io.slotkeeper.core.fixture.Samples.elected;
import static io.slotkeeper.core.fixture.Samples.electing;
import static io.slotkeeper.core.fixture.Samples.formed;
import static io.slotkeeper.core.fixture.Samples.id;
import static io.slotkeeper.core.fixture.Samples.planned;
import static io.slotkeeper.core.fixture.Samples.registered;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordRejectionTest {

    static Stream<Arguments> rejections() {
        return Stream.of(
                rejected(
                        registered(),
                        new ClusterInitialized("c-2", new ClusterSettings(1, 0), AT),
                        RejectReason.ALREADY_INITIALIZED),
                rejected(planned(), new ShardsPlanned(List.of(Samples.s1()), AT), RejectReason.ALREADY_PLANNED),
                rejected(
                        ClusterState.initial(),
                        new ShardsPlanned(List.of(Samples.s1()), AT),
                        RejectReason.UNKNOWN_NODE),
                rejected(formed(), new ShardFormed("s9", 1, AT), RejectReason.UNKNOWN_SHARD),
                rejected(formed(), new ShardFormed("s1", 1, AT), RejectReason.WRONG_STATE),
                rejected(registered(), elected(ElectionKind.FAILOVER, 2, 2), RejectReason.UNKNOWN_SHARD),
                rejected(planned(), elected(ElectionKind.FAILOVER, 2, 2), RejectReason.WRONG_STATE),
                rejected(electing(), elected(ElectionKind.FAILOVER, 2, 3), RejectReason.WRONG_STATE),
                rejected(formed(), elected(ElectionKind.FAILOVER, 2, 3), RejectReason.STALE_EPOCH),
                rejected(formed(), elected(ElectionKind.FAILOVER, 4, 2), RejectReason.NOT_A_REPLICA),
                rejected(formed(), new PrimaryActivated("s1", 2, Map.of(), AT), RejectReason.NO_OPEN_ELECTION),
                rejected(electing(), new PrimaryActivated("s1", 3, Map.of(), AT), RejectReason.NO_OPEN_ELECTION),
                rejected(formed(), new ElectionAborted("s1", 2, "X", "x", AT), RejectReason.NO_OPEN_ELECTION),
                rejected(electing(), new ElectionAborted("s1", 1, "X", "x", AT), RejectReason.NO_OPEN_ELECTION));
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void staleRecordsChangeNothing(ClusterState state, SlotMapRecord record, RejectReason reason) {
        ApplyOutcome outcome = record.applyTo(state);

        assertThat(outcome.rejection())
                .hasValueSatisfying(r -> assertThat(r.reason()).isEqualTo(reason));
        assertThat(outcome.state()).isSameAs(state);
        assertThat(outcome.delta()).isEmpty();
    }

    @Test
    void anAbortedEpochIsNeverUsedAgain() {
        ClusterState aborted = Samples.after(electing(), new ElectionAborted("s1", 2, "X", "x", AT));

        assertThat(aborted.map().shard("s1").orElseThrow().state()).isEqualTo(ShardState.ACTIVE);
        assertThat(elected(ElectionKind.FAILOVER, 3, 2).applyTo(aborted).rejection())
                .isPresent();
        assertThat(elected(ElectionKind.FAILOVER, 3, 3).applyTo(aborted).rejection())
                .isEmpty();
    }

    @Test
    void anActivationMakesTheCandidatePrimary() {
        ClusterState active = Samples.after(electing(), new PrimaryActivated("s1", 2, Map.of("epoch", 2L), AT));

        assertThat(active.map().shard("s1").orElseThrow().primary().id()).isEqualTo(id(2));
        assertThat(active.elections()).isEmpty();
        assertThat(active.map().version()).isEqualTo(electing().map().version() + 1);
        ClusterState timed = Samples.after(active, new PublishTimed("s1", 2, 321));
        assertThat(timed.history().get(timed.history().size() - 1).figures()).containsEntry("publishMicros", 321L);
        assertThat(Samples.after(timed, new PublishTimed("s1", 2, 99_999)))
                .as("measured once")
                .isEqualTo(timed);
    }

    @Test
    void historyIsBounded() {
        ClusterState state = formed();
        for (int i = 0; i < ClusterState.HISTORY_LIMIT + 5; i++) {
            state = Samples.after(state, new DecisionNoted("", "N", "n" + i, AT));
        }
        assertThat(state.history()).hasSize(ClusterState.HISTORY_LIMIT);
        assertThat(StateCodec.decode(StateCodec.encode(state))).isEqualTo(state);
    }

    private static Arguments rejected(ClusterState state, SlotMapRecord record, RejectReason reason) {
        return Arguments.of(state, record, reason);
    }
}
