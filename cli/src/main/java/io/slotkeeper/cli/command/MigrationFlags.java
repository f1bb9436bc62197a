package io.slotkeeper.cli.command;

import io.slotkeeper.cli.config.CountConverter;
import io.slotkeeper.cli.config.DurationConverter;
import io.slotkeeper.core.migrate.MigrationOptions;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much of the cluster operations that move slots may take up. */
final class MigrationFlags {
    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Option(
            names = "--migrate-max-block",
            paramLabel = "DURATION",
            defaultValue = "20ms",
            converter = DurationConverter.class,
            description = "How long moving one batch of keys may block a node, 1ms to 1s; batches are adapted to it."
                    + " Default: ${DEFAULT-VALUE}.")
    Duration maxBlock;

    @Option(
            names = "--migrate-sources",
            paramLabel = "N",
            defaultValue = "16",
            converter = CountConverter.Sources.class,
            description = "Shards that may send keys at a time, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    int sources;

    @Option(
            names = "--migrate-sources-per-target",
            paramLabel = "N",
            defaultValue = "4",
            converter = CountConverter.Sources.class,
            description =
                    "Shards that may send keys to the same shard at a time, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    int sourcesPerTarget;

    @Option(
            names = "--migrate-window-slots",
            paramLabel = "N",
            defaultValue = "256",
            converter = CountConverter.WindowSlots.class,
            description = "Most slots that are opened together, 1 to 1024; fewer when they hold many keys."
                    + " Default: ${DEFAULT-VALUE}.")
    int windowSlots;

    /** Fails with a complaint that names the flag. */
    MigrationOptions options() {
        long millis = maxBlock.toMillis();
        if (millis < 1 || millis > 1000) {
            throw new ParameterException(
                    spec.commandLine(), "--migrate-max-block " + millis + "ms is out of range: use 1ms to 1s.");
        }
        return new MigrationOptions(
                windowSlots, MigrationOptions.DEFAULTS.windowsPerPair(), sourcesPerTarget, sources, millis);
    }
}
