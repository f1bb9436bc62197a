package io.slotkeeper.bench;

import io.slotkeeper.bench.cluster.Layout;
import io.slotkeeper.bench.cluster.ProcessesContender;
import io.slotkeeper.bench.cluster.QuickstartContender;
import io.slotkeeper.bench.cluster.SlotkeeperContender;
import io.slotkeeper.cli.config.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the measurements under load have in common. */
final class LoadOptions {
    /** How Slotkeeper's parts are spread over processes. */
    enum Mode {
        QUICKSTART,
        PROCESSES
    }

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "3",
            converter = Bounded.Shards.class,
            description = "Shards of every cluster, 1 to 64; Redis's own failover needs 3. Default: ${DEFAULT-VALUE}.")
    int shards;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            converter = Bounded.Replicas.class,
            description = "Replicas per shard, 1 to 5. Default: ${DEFAULT-VALUE}.")
    int replicas;

    @Option(
            names = "--writers",
            paramLabel = "N",
            defaultValue = "4",
            converter = Bounded.Writers.class,
            description = "Threads that write. Default: ${DEFAULT-VALUE}.")
    int writers;

    @Option(
            names = "--pause",
            paramLabel = "DURATION",
            defaultValue = "1ms",
            converter = DurationConverter.class,
            description = "Pause of a writer after each acknowledged write; 0ms: as fast as it can."
                    + " Default: ${DEFAULT-VALUE}.")
    Duration pause;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "quickstart",
            converter = ModeConverter.class,
            description =
                    "quickstart: Slotkeeper in one JVM of its own; processes: a JVM for the coordinator and one for"
                            + " each agent. Default: ${DEFAULT-VALUE}.")
    Mode mode;

    @Mixin
    RedisServerOption redis;

    @Mixin
    OutputOption output;

    Layout layout() {
        return new Layout(redis.binary(), shards, replicas);
    }

    LoadShape load() {
        return new LoadShape(writers, pause, shards);
    }

    SlotkeeperContender startSlotkeeper(Layout layout) {
        return mode == Mode.PROCESSES ? ProcessesContender.start(layout) : QuickstartContender.start(layout);
    }

    /** Names of modes in lower case. */
    static final class ModeConverter implements ITypeConverter<Mode> {
        @Override
        public Mode convert(String value) {
            return switch (value) {
                case "quickstart" -> Mode.QUICKSTART;
                case "processes" -> Mode.PROCESSES;
                default ->
                    throw new TypeConversionException("'" + value + "' is not a mode: use quickstart or processes");
            };
        }
    }
}
