package io.slotkeeper.core.analysis;

import static io.slotkeeper.core.analysis.AnalysisCode.AGENT_LOST;
import static io.slotkeeper.core.analysis.AnalysisCode.PRIMARY_BUSY;
import static io.slotkeeper.core.analysis.AnalysisCode.PRIMARY_CRASHED;
import static io.slotkeeper.core.analysis.AnalysisCode.PRIMARY_HUNG;
import static io.slotkeeper.core.analysis.AnalysisCode.PRIMARY_PARTITIONED;
import static io.slotkeeper.core.analysis.AnalysisCode.PRIMARY_RESTARTED_EMPTY;
import static io.slotkeeper.core.analysis.AnalysisCode.PRIMARY_UNREACHABLE;
import static io.slotkeeper.core.analysis.AnalysisCode.REPLICA_DOWN;
import static io.slotkeeper.core.analysis.AnalysisCode.SHARD_LOST;
import static io.slotkeeper.core.analysis.AnalysisCode.SHARD_WITHOUT_REPLICA;
import static io.slotkeeper.core.analysis.AnalysisCode.SPLIT_CLAIM;
import static io.slotkeeper.core.analysis.AnalysisCode.WRONG_PRIMARY;
import static io.slotkeeper.core.analysis.Views.abandoned;
import static io.slotkeeper.core.analysis.Views.following;
import static io.slotkeeper.core.analysis.Views.gone;
import static io.slotkeeper.core.analysis.Views.seeing;
import static io.slotkeeper.core.analysis.Views.shard;
import static io.slotkeeper.core.analysis.Views.sight;
import static io.slotkeeper.core.analysis.Views.silent;
import static io.slotkeeper.core.analysis.Views.supplanted;
import static io.slotkeeper.core.analysis.Views.up;
import static io.slotkeeper.core.analysis.Views.view;
import static io.slotkeeper.core.analysis.Views.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.ProcessState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row: what is seen, and exactly the codes that hold. Near misses stand beside the row that they miss. */
class AnalysisCodeTest {
    private static final NodeView EMPTY = with(view(1), "another", 0, 0);

    static Stream<Arguments> rows() {
        NodeSight unlinked2 = sight(2, ProcessState.UP, following(2, 1, false, true));
        NodeSight unlinked3 = sight(3, ProcessState.UP, following(3, 1, false, true));
        return Stream.of(
                row("all is well", shard(up(1), up(2), up(3))),
                row("forming", shard(ShardState.FORMING, gone(1), gone(2), gone(3))),
                row(
                        "all gone",
                        shard(gone(1), gone(2)),
                        SHARD_LOST,
                        PRIMARY_CRASHED,
                        REPLICA_DOWN,
                        SHARD_WITHOUT_REPLICA),
                row("one still up", shard(gone(1), gone(2), up(3)), PRIMARY_CRASHED, REPLICA_DOWN),
                row("primary gone", shard(gone(1), up(2), up(3)), PRIMARY_CRASHED),
                row("another node where the primary was", shard(supplanted(1), up(2), up(3)), PRIMARY_CRASHED),
                row("the primary's agent guards another node elsewhere", shard(abandoned(1), up(2), up(3))),
                row("primary gone, no replicas", shard(gone(1)), SHARD_LOST, PRIMARY_CRASHED),
                row("primary hangs", shard(sight(1, ProcessState.HUNG, view(1)), up(2)), PRIMARY_HUNG),
                row("primary is busy", shard(sight(1, ProcessState.BUSY, view(1)), up(2)), PRIMARY_BUSY),
                row("primary is silent", shard(sight(1, ProcessState.SILENT, view(1)), up(2)), PRIMARY_BUSY),
                row("primary loads", shard(sight(1, ProcessState.LOADING, view(1)), up(2))),
                row("restarted empty", shard(sight(1, ProcessState.UP, EMPTY), up(2)), PRIMARY_RESTARTED_EMPTY),
                row("restarted with data", shard(sight(1, ProcessState.UP, with(view(1), "another", 1, 0)), up(2))),
                row("flushed", shard(sight(1, ProcessState.UP, with(view(1), "history", 0, 900)), up(2))),
                row(
                        "replica empty too",
                        shard(
                                sight(1, ProcessState.UP, EMPTY),
                                sight(2, ProcessState.UP, with(view(2), "history", 0, 9)))),
                row(
                        "replica not synced",
                        shard(
                                sight(1, ProcessState.UP, EMPTY),
                                sight(2, ProcessState.UP, following(2, 1, true, false)))),
                row("primary unreachable", shard(silent(1, false), unlinked2, unlinked3), PRIMARY_UNREACHABLE),
                row("all replicas looked in vain", shard(silent(1, false), seeing(2, false)), PRIMARY_UNREACHABLE),
                row(
                        "one replica reaches it",
                        shard(silent(1, false), seeing(2, true), seeing(3, false)),
                        PRIMARY_PARTITIONED),
                row("a replica was not asked", shard(silent(1, false), seeing(2, false), up(3)), AGENT_LOST),
                row("reached by all", shard(silent(1, true), seeing(2, true)), AGENT_LOST),
                row(
                        "no replica's agent is heard",
                        shard(silent(1, false), silent(2, null)),
                        PRIMARY_UNREACHABLE,
                        SHARD_WITHOUT_REPLICA),
                row("answers the leader", shard(silent(1, true), unlinked2, unlinked3), AGENT_LOST),
                row("not probed yet", shard(silent(1, null), unlinked2), AGENT_LOST),
                row("a replica is linked", shard(silent(1, false), unlinked2, up(3)), AGENT_LOST),
                row("a replica's agent is lost", shard(up(1), silent(2, false), up(3)), AGENT_LOST),
                row(
                        "follows another",
                        shard(up(1), sight(2, ProcessState.UP, following(2, 9, true, true)), up(3)),
                        WRONG_PRIMARY),
                row("link down only", shard(up(1), unlinked2, up(3))),
                row(
                        "claims the shard's slots",
                        shard(up(1), sight(2, ProcessState.UP, Samples.primaryView(2)), up(3)),
                        SPLIT_CLAIM,
                        WRONG_PRIMARY),
                row(
                        "claims them during an election",
                        shard(ShardState.FAILING_OVER, up(1), sight(2, ProcessState.UP, Samples.primaryView(2)), up(3)),
                        WRONG_PRIMARY),
                row("replica gone", shard(up(1), gone(2), up(3)), REPLICA_DOWN),
                row("replica hangs", shard(up(1), sight(2, ProcessState.SILENT, view(2)), up(3)), REPLICA_DOWN),
                row("replica loads", shard(up(1), sight(2, ProcessState.LOADING, view(2)), up(3))),
                row("no replica up", shard(up(1), gone(2), gone(3)), REPLICA_DOWN, SHARD_WITHOUT_REPLICA),
                row("no replica wanted", shard(up(1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void exactlyTheseCodesHold(String name, ShardView view, List<AnalysisCode> codes) {
        List<Finding> findings = ShardAnalyzer.analyze(view);

        assertThat(findings.stream().map(Finding::code)).as(name).isEqualTo(codes);
        assertThat(findings).allSatisfy(finding -> assertThat(finding.text()).endsWith("."));
    }

    private static Arguments row(String name, ShardView view, AnalysisCode... codes) {
        return Arguments.of(name, view, List.of(codes));
    }
}
