package io.slotkeeper.bench.faults;

import io.slotkeeper.bench.BenchSession;
import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.bench.cluster.GroupContender;
import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.cluster.NativeContender;
import io.slotkeeper.bench.cluster.SentinelGroup;
import io.slotkeeper.bench.cluster.Site;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Slotkeeper, native Redis Cluster and Redis Sentinel one after the other, never two at a time, under the same faults. */
public final class FaultBench {
    private final Layout layout;
    private final List<FaultKind> kinds;
    private final Rounds rounds;
    private final Consumer<String> progress;

    /**
     * How often each fault is made.
     *
     * @param ours for Slotkeeper
     * @param fast for those that are set to one second
     * @param slow for those with their own default, each of which takes half a minute or more
     */
    public record Rounds(int ours, int fast, int slow) {}

    /** A system that may take part. */
    public enum Contender {
        SLOTKEEPER("slotkeeper"),
        NATIVE_FAST("native 1000 ms"),
        NATIVE("native 15000 ms"),
        SENTINEL_FAST("sentinel 1000 ms"),
        SENTINEL("sentinel 30000 ms");

        private final String label;

        Contender(String label) {
            this.label = label;
        }

        /** What stands in the table. */
        public String label() {
            return label;
        }
    }

    /** Nothing is started yet. */
    public FaultBench(Layout layout, List<FaultKind> kinds, Rounds rounds, Consumer<String> progress) {
        this.layout = layout;
        this.kinds = List.copyOf(kinds);
        this.rounds = rounds;
        this.progress = progress;
    }

    /** Runs all that was asked for; what fails is part of the report. */
    public FaultReport run(BenchSession session, List<Contender> contenders) {
        Map<String, Map<FaultKind, FaultFigures>> figures = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            figures.put(contender.label(), measure(session, contender));
        }
        return new FaultReport(kinds, figures);
    }

    private Map<FaultKind, FaultFigures> measure(BenchSession session, Contender contender) {
        progress.accept(contender.label() + ": starting " + layout.shards() + " shards with " + layout.replicas()
                + " replica(s) each");
        try {
            return session.with(
                    () -> Site.ofHosts(layout),
                    site -> session.with(() -> start(contender, site), victims -> measure(contender, victims, site)));
        } catch (BenchFailure e) {
            Map<FaultKind, FaultFigures> failed = new EnumMap<>(FaultKind.class);
            kinds.forEach(kind -> failed.put(kind, FaultFigures.failed(e.getMessage())));
            return failed;
        }
    }

    private Map<FaultKind, FaultFigures> measure(Contender contender, Victims victims, Site site) {
        Map<FaultKind, FaultFigures> figures = new EnumMap<>(FaultKind.class);
        FaultRun run = new FaultRun(victims, site, layout.shards(), progress);
        for (FaultKind kind : kinds) {
            figures.put(
                    kind,
                    notMeasured(contender, kind)
                            .map(FaultFigures::notMeasured)
                            .orElseGet(() -> run.run(kind, roundsOf(contender))));
        }
        return figures;
    }

    private static Optional<String> notMeasured(Contender contender, FaultKind kind) {
        boolean leaderless = contender == Contender.NATIVE || contender == Contender.NATIVE_FAST;
        if (kind == FaultKind.LEADER_AND_PRIMARY && leaderless) {
            return Optional.of("no node of a Redis Cluster leads before there is a failover");
        }
        return kind.needsNetwork() ? Site.missing() : Optional.empty();
    }

    private int roundsOf(Contender contender) {
        return switch (contender) {
            case SLOTKEEPER -> rounds.ours();
            case NATIVE_FAST, SENTINEL_FAST -> rounds.fast();
            case NATIVE, SENTINEL -> rounds.slow();
        };
    }

    private Victims start(Contender contender, Site site) {
        return switch (contender) {
            case SLOTKEEPER -> {
                GroupContender group = GroupContender.start(layout, site);
                yield new ClusterVictims(group, group.servers(), layout.shards());
            }
            case NATIVE_FAST -> nativeCluster(site, Duration.ofSeconds(1));
            case NATIVE -> nativeCluster(site, Duration.ofSeconds(15));
            case SENTINEL_FAST -> sentinels(contender, site, Duration.ofSeconds(1));
            case SENTINEL -> sentinels(contender, site, Duration.ofSeconds(30));
        };
    }

    private Victims nativeCluster(Site site, Duration nodeTimeout) {
        NativeContender cluster = NativeContender.start(layout, site, nodeTimeout);
        return new ClusterVictims(cluster, cluster.servers(), layout.shards());
    }

    private Victims sentinels(Contender contender, Site site, Duration downAfter) {
        return new SentinelVictims(SentinelGroup.start(layout, site, downAfter), contender.label(), layout.shards());
    }
}
