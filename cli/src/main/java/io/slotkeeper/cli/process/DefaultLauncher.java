package io.slotkeeper.cli.process;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.coordinator.Coordinator;
import io.slotkeeper.coordinator.CoordinatorOptions;
import io.slotkeeper.core.control.ControlOptions;
import io.slotkeeper.core.control.ShardLoss;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.record.ClusterSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Starts the real coordinator and agents. */
public final class DefaultLauncher implements ProcessLauncher {
    @Override
    public Starting startCoordinator(CoordinatorSettings settings) {
        try {
            Coordinator.Start start = Coordinator.starting(options(settings));
            CompletableFuture<RunningPart> part = start.future()
                    .map(DefaultLauncher::part)
                    .toCompletionStage()
                    .toCompletableFuture();
            return new Starting(part, start.giveUp());
        } catch (IllegalArgumentException e) {
            return refused(e);
        }
    }

    @Override
    public Starting startAgent(AgentSettings settings) {
        return startAgents(List.of(settings));
    }

    @Override
    public Starting startAgents(List<AgentSettings> settings) {
        try {
            return new AgentGroup(settings).start();
        } catch (IllegalArgumentException e) {
            return refused(e);
        }
    }

    private static CoordinatorOptions options(CoordinatorSettings settings) {
        CoordinatorSettings.Wanted wanted = settings.wanted();
        ControlOptions usual = ControlOptions.of(new ClusterSettings(wanted.shards(), wanted.replicas()));
        ControlOptions control = usual.withFailover(usual.failover()
                        .withMinIntervalMillis(wanted.failoverMinInterval().toMillis())
                        .withPromotePartitioned(wanted.silence().promotePartitioned()))
                .withAdopt(wanted.adopt())
                .withForeignChange(wanted.nodes().foreignChange())
                .withWriteSafety(wanted.silence().writeSafety())
                .withMigration(wanted.migration())
                .withShardLoss(new ShardLoss(
                        wanted.loss().reassign(), wanted.loss().after().toMillis()))
                .withLeases(LeaseTiming.ofLease(wanted.silence().lease().toMillis()));
        return new CoordinatorOptions(
                settings.id(),
                settings.membership().host(),
                settings.ports().http(),
                settings.membership().clusterPort(),
                settings.membership().seeds(),
                settings.peers(),
                settings.dataDir(),
                settings.ports().bridge(),
                "",
                settings.replace(),
                settings.drills(),
                control);
    }

    private static RunningPart part(Coordinator coordinator) {
        return new RunningPart() {
            @Override
            public CompletableFuture<Void> stop() {
                return coordinator.stop().toCompletionStage().toCompletableFuture();
            }

            @Override
            public CompletableFuture<String> ended() {
                return coordinator.ended().toCompletableFuture();
            }
        };
    }

    private static Starting refused(IllegalArgumentException e) {
        return Starting.of(CompletableFuture.failedFuture(new CommandFailure(ExitCode.USAGE, e.getMessage(), e)));
    }
}
