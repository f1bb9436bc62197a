package io.slotkeeper.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every command has: {@code --config}, {@code --help}, {@code --version}. */
@Command(mixinStandardHelpOptions = true, usageHelpAutoWidth = false, usageHelpWidth = 100, sortOptions = false)
final class StandardOptions {
    /** Read before the command line is parsed, see {@link io.slotkeeper.cli.Main}; here for the help only. */
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file of settings: every flag without its dashes is a key. Also SLOTKEEPER_CONFIG.")
    Path config;
}
