package io.slotkeeper.core.decide;

import static io.slotkeeper.core.analysis.Views.following;
import static io.slotkeeper.core.analysis.Views.gone;
import static io.slotkeeper.core.analysis.Views.seeing;
import static io.slotkeeper.core.analysis.Views.shard;
import static io.slotkeeper.core.analysis.Views.sight;
import static io.slotkeeper.core.analysis.Views.silent;
import static io.slotkeeper.core.analysis.Views.unkillable;
import static io.slotkeeper.core.analysis.Views.up;
import static io.slotkeeper.core.analysis.Views.view;
import static io.slotkeeper.core.analysis.Views.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.analysis.ShardAnalyzer;
import io.slotkeeper.core.analysis.ShardView;
import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.ProcessState;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FailoverPlannerTest {
    private static final GuardContext CALM = guards(OptionalLong.empty(), Set.of());
    private final FailoverPlanner planner = new FailoverPlanner(new FailoverSettings(1000, 100, 0.5, 250, false));

    @Test
    void nothingWrongMeansStay() {
        assertThat(decide(shard(up(1), up(2)), CALM)).isInstanceOf(Decision.Stay.class);
    }

    @Test
    void crashedPrimaryIsReplacedByTheReplicaFurthestAhead() {
        Decision.Promote promote = (Decision.Promote) decide(shard(gone(1), at(2, 980), at(3, 990)), CALM);

        assertThat(promote.candidate().id()).isEqualTo(Samples.id(3));
        assertThat(promote.estimatedLossBytes()).isEqualTo(10);
        assertThat(promote.fenceFirst()).isFalse();
    }

    @Test
    void equalOffsetsAreDecidedByZoneThenId() {
        ShardView view = shard(gone(1), at(2, 990), at(3, 990));

        assertThat(ranking(view, Map.of("z0", 1)).eligible().get(0).id()).isEqualTo(Samples.id(3));
        assertThat(ranking(view, Map.of()).eligible().get(0).id()).isEqualTo(Samples.id(2));
    }

    @Test
    void guardsOfTheShard() {
        assertThat(skip(shard(ShardState.FAILING_OVER, gone(1), up(2)), CALM)).isEqualTo(SkipReason.ELECTION_OPEN);
        ShardView crashed = shard(gone(1), up(2));
        assertThat(skip(crashed, guards(OptionalLong.of(999), Set.of()))).isEqualTo(SkipReason.MIN_INTERVAL);
        assertThat(decide(crashed, guards(OptionalLong.of(1000), Set.of()))).isInstanceOf(Decision.Promote.class);
        assertThat(decide(crashed, leader(1, 9999, false, 9999)))
                .as("a refused connection is no matter of silence")
                .isInstanceOf(Decision.Promote.class);
    }

    @Test
    void guardsOfSilence() {
        ShardView silence = shard(silent(1, false), sight(2, ProcessState.UP, following(2, 1, false, true)));

        assertThat(skip(silence, leader(0, 0, false, 0))).isEqualTo(SkipReason.LEADER_ISOLATED);
        assertThat(skip(silence, leader(1, 251, true, 0))).isEqualTo(SkipReason.LEADER_OVERLOADED);
        assertThat(skip(silence, leader(0.51, 250, true, 1))).isEqualTo(SkipReason.MASS_SILENCE);
        assertThat(skip(silence, leader(0.5, 250, true, 1))).isEqualTo(SkipReason.LEASE_NOT_OVER);
        assertThat(decide(silence, leader(1, 250, true, 0))).isInstanceOf(Decision.Promote.class);
        assertThat(skip(silence, guards(OptionalLong.of(999), Set.of()))).isEqualTo(SkipReason.MIN_INTERVAL);
    }

    @Test
    void partitionedPrimaryIsReplacedOnlyWhenThePolicySaysSo() {
        ShardView partition = shard(silent(1, false), seeing(2, true));
        assertThat(skip(partition, CALM)).isEqualTo(SkipReason.PARTITION_POLICY);

        FailoverPlanner bold = new FailoverPlanner(planner.settings().withPromotePartitioned(true));
        assertThat(bold.decide(partition, ShardAnalyzer.analyze(partition), CALM))
                .isInstanceOf(Decision.Promote.class);
        Decision.Skip waiting =
                (Decision.Skip) bold.decide(partition, ShardAnalyzer.analyze(partition), leader(0, 0, true, 1));
        assertThat(waiting.reason()).isEqualTo(SkipReason.LEASE_NOT_OVER);
    }

    @Test
    void hungPrimaryIsKilledFirstOrLeftAlone() {
        NodeSight hung = sight(1, ProcessState.HUNG, view(1));
        Decision.Promote promote = (Decision.Promote) decide(shard(hung, up(2)), CALM);
        assertThat(promote.fenceFirst()).isTrue();

        assertThat(skip(shard(unkillable(hung), up(2)), CALM)).isEqualTo(SkipReason.CANNOT_FENCE);
        assertThat(decide(shard(sight(1, ProcessState.BUSY, view(1)), up(2)), CALM))
                .isInstanceOf(Decision.Stay.class);
    }

    @Test
    void noReplicaMayTakeOver() {
        assertThat(skip(shard(gone(1)), CALM)).isEqualTo(SkipReason.NO_ELIGIBLE_REPLICA);
        assertThat(skip(shard(gone(1), gone(2)), CALM)).isEqualTo(SkipReason.NO_ELIGIBLE_REPLICA);
        assertThat(skip(shard(gone(1), at(2, 899)), CALM)).isEqualTo(SkipReason.REPLICAS_LAG);
        assertThat(decide(shard(gone(1), at(2, 900)), CALM)).isInstanceOf(Decision.Promote.class);
    }

    @Test
    void everyExclusion() {
        assertThat(exclusion(silent(2, true))).isEqualTo(Exclusion.AGENT_SILENT);
        assertThat(exclusion(gone(2))).isEqualTo(Exclusion.NOT_UP);
        assertThat(exclusion(sight(2, ProcessState.UP, Samples.primaryView(2)))).isEqualTo(Exclusion.NOT_A_REPLICA);
        assertThat(exclusion(sight(2, ProcessState.UP, following(2, 9, true, true))))
                .isEqualTo(Exclusion.FOLLOWS_ANOTHER);
        assertThat(exclusion(sight(2, ProcessState.UP, following(2, 1, true, false))))
                .isEqualTo(Exclusion.NOT_SYNCED);
        assertThat(exclusion(at(2, 899))).isEqualTo(Exclusion.LAGGING);
        ShardView view = shard(gone(1), up(3));
        assertThat(new ReplicaRanking(view, 100, Map.of(), Map.of(Samples.id(3), Exclusion.DRAINED)).exclusion(up(3)))
                .contains(Exclusion.DRAINED);
        assertThat(ranking(view, Map.of()).exclusion(up(3))).isEmpty();
    }

    @Test
    void pauseForbidsEveryPromotion() {
        GuardContext paused = new GuardContext(
                OptionalLong.empty(), new GuardContext.Leader(0, 0, true), 0, Map.of(), Map.of(), true);
        assertThat(skip(shard(gone(1), up(2)), paused)).isEqualTo(SkipReason.MAINTENANCE_PAUSE);
        assertThat(decide(shard(up(1), up(2)), paused)).isInstanceOf(Decision.Stay.class);
    }

    private static NodeSight at(int number, long offset) {
        return sight(number, ProcessState.UP, with(view(number), "history", 50, offset));
    }

    private static Exclusion exclusion(NodeSight replica) {
        return ranking(shard(gone(1), replica), Map.of()).exclusion(replica).orElseThrow();
    }

    private static ReplicaRanking ranking(ShardView view, Map<String, Integer> zones) {
        return new ReplicaRanking(view, 100, zones, Map.of());
    }

    private Decision decide(ShardView view, GuardContext guards) {
        return planner.decide(view, ShardAnalyzer.analyze(view), guards);
    }

    private SkipReason skip(ShardView view, GuardContext guards) {
        Decision.Skip skip = (Decision.Skip) decide(view, guards);
        assertThat(skip.text()).contains(skip.reason().text());
        return skip.reason();
    }

    private static GuardContext guards(OptionalLong since, Set<NodeId> failed) {
        Map<NodeId, Exclusion> barred =
                failed.stream().collect(Collectors.toMap(Function.identity(), node -> Exclusion.FAILED_RECENTLY));
        return new GuardContext(since, new GuardContext.Leader(0.1, 0, true), 0, Map.of(), barred, false);
    }

    private static GuardContext leader(double silentHosts, long lag, boolean confirmed, long leaseLeft) {
        return new GuardContext(
                OptionalLong.empty(),
                new GuardContext.Leader(silentHosts, lag, confirmed),
                leaseLeft,
                Map.of(),
                Map.of(),
                false);
    }
}
