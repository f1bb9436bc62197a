package io.slotkeeper.cli.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives a flag that is not on the command line its value: from the environment, else from the configuration file, else
 * its own default. Remembers where a value came from, because picocli's complaint about it names the flag only.
 */
public final class ConfiguredDefaults implements IDefaultValueProvider {
    private final Map<String, String> environment;
    private final ConfigFile file;
    private final Map<String, String> origins = new LinkedHashMap<>();

    /** Reads the environment given, for tests, and the file. */
    public ConfiguredDefaults(Map<String, String> environment, ConfigFile file) {
        this.environment = Map.copyOf(environment);
        this.file = file;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !SettingNames.isSetting(option)) {
            return null;
        }
        String variable = SettingNames.variable(option);
        String fromEnvironment = environment.get(variable);
        if (fromEnvironment != null && !fromEnvironment.isEmpty()) {
            origins.put(option.longestName(), "environment variable " + variable);
            return fromEnvironment;
        }
        ConfigFile.Entry entry = file.entries().get(SettingNames.key(option));
        if (entry == null) {
            return null;
        }
        origins.put(option.longestName(), entry.place() + ", key \"" + SettingNames.key(option) + "\"");
        return entry.value();
    }

    /** Where the value of a flag was taken from, when it did not come from the command line. */
    public Optional<String> origin(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? Optional.ofNullable(origins.get(option.longestName()))
                : Optional.empty();
    }

    /**
     * Refuses keys in the file that are no settings of the command.
     *
     * @throws ConfigException naming the first one, its line and the nearest known name
     */
    public void requireKnownKeys(CommandSpec command) {
        Set<String> known = SettingNames.keys(command);
        file.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                throw new ConfigException(entry.place() + ": \"" + key + "\" is not a setting of `"
                        + command.qualifiedName() + "`. " + remedy(key, known));
            }
        });
    }

    private static String remedy(String key, Set<String> known) {
        return NearestName.to(key, known)
                .map(name -> "Did you mean \"" + name + "\"?")
                .orElse("It knows: " + String.join(", ", known) + ".");
    }
}
