package io.slotkeeper.cli.config;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How a flag is called in the other two places: {@code --http-port}, {@code http-port}, {@code SLOTKEEPER_HTTP_PORT}. */
final class SettingNames {
    private static final Set<String> NO_SETTINGS = Set.of("--help", "--version", "--config");

    private SettingNames() {}

    /** Whether the flag can also be set by file and environment. */
    static boolean isSetting(OptionSpec option) {
        return !NO_SETTINGS.contains(option.longestName());
    }

    /** The key in a configuration file. */
    static String key(OptionSpec option) {
        return option.longestName().substring(2);
    }

    /** The environment variable. */
    static String variable(OptionSpec option) {
        return "SLOTKEEPER_" + key(option).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** All keys of a command, sorted. */
    static Set<String> keys(CommandSpec command) {
        Set<String> keys = new TreeSet<>();
        command.options().stream().filter(SettingNames::isSetting).forEach(option -> keys.add(key(option)));
        return keys;
    }
}
