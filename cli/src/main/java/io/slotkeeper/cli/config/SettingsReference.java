package io.slotkeeper.cli.config;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes docs/settings.md from the commands themselves, so that it cannot differ from them. */
public final class SettingsReference {
    private static final String HEAD = """
            # Settings

            <!-- Generated from the commands: do not edit. Regenerate with
                 ./mvnw -pl cli test -Dtest=SettingsReferenceTest -Dslotkeeper.docs.write=true -->

            Every flag is also a key of the YAML file given by `--config FILE` (or `SLOTKEEPER_CONFIG`) and an environment
            variable. A flag wins over the environment, the environment over the file, the file over the default. A key that
            the command does not know, a key given twice or a value of the wrong type is refused with file and line. Lists are
            written as YAML lists, or separated by commas. Durations are written `500ms`, `3s`, `2m`.

            Secrets never stand on a command line: the Redis password comes from `--redis-password-file` or from the
            environment variable `SLOTKEEPER_REDIS_PASSWORD`.

            ```yaml
            # agent.yaml
            name: a1
            redis: 127.0.0.1:7000
            seeds:
              - 127.0.0.1:5701
            ```
            """;

    private SettingsReference() {}

    /** The page for a command with all its subcommands. */
    public static String of(CommandLine root) {
        return HEAD
                + root.getSubcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .filter(command -> !command.usageMessage().hidden()
                                && !settings(command).isEmpty())
                        .map(SettingsReference::section)
                        .collect(Collectors.joining());
    }

    private static String section(CommandSpec command) {
        return "\n## " + command.qualifiedName() + "\n\n"
                + String.join(" ", command.usageMessage().description()) + "\n\n"
                + "| flag | key | environment | default | meaning |\n|---|---|---|---|---|\n"
                + settings(command).stream().map(SettingsReference::row).collect(Collectors.joining());
    }

    private static List<OptionSpec> settings(CommandSpec command) {
        return command.options().stream()
                .filter(option -> SettingNames.isSetting(option) && !option.hidden())
                .toList();
    }

    private static String row(OptionSpec option) {
        String names =
                option.arity().max() == 0 ? option.longestName() : option.longestName() + " " + option.paramLabel();
        return "| `" + names + "` | `" + SettingNames.key(option) + "` | `" + SettingNames.variable(option) + "` | "
                + defaultText(option) + " | " + description(option) + " |\n";
    }

    private static String defaultText(OptionSpec option) {
        if (option.required()) {
            return "required";
        }
        return option.defaultValue() == null ? "" : "`" + option.defaultValue() + "`";
    }

    private static String description(OptionSpec option) {
        return String.join(" ", option.description())
                .replace(" Default: ${DEFAULT-VALUE}.", "")
                .replace("|", "\\|")
                .replace("%%", "%")
                .replace("%n", " ");
    }
}
