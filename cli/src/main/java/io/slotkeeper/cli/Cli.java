package io.slotkeeper.cli;

import io.slotkeeper.cli.command.AddReplicaCommand;
import io.slotkeeper.cli.command.AddShardCommand;
import io.slotkeeper.cli.command.AdoptCommand;
import io.slotkeeper.cli.command.AgentCommand;
import io.slotkeeper.cli.command.CoordinatorCommand;
import io.slotkeeper.cli.command.DrainCommand;
import io.slotkeeper.cli.command.DrainShardCommand;
import io.slotkeeper.cli.command.DrillCommand;
import io.slotkeeper.cli.command.FailoverCommand;
import io.slotkeeper.cli.command.ForgetCommand;
import io.slotkeeper.cli.command.HistoryCommand;
import io.slotkeeper.cli.command.MoveCommand;
import io.slotkeeper.cli.command.NodesCommand;
import io.slotkeeper.cli.command.ObserveCommand;
import io.slotkeeper.cli.command.OperationsCommand;
import io.slotkeeper.cli.command.PauseCommand;
import io.slotkeeper.cli.command.PlacementCommand;
import io.slotkeeper.cli.command.RebalanceCommand;
import io.slotkeeper.cli.command.ReleaseCommand;
import io.slotkeeper.cli.command.RemoveReplicaCommand;
import io.slotkeeper.cli.command.RemoveShardCommand;
import io.slotkeeper.cli.command.ResumeCommand;
import io.slotkeeper.cli.command.SlotsCommand;
import io.slotkeeper.cli.command.StatusCommand;
import io.slotkeeper.cli.command.SwitchoverCommand;
import io.slotkeeper.cli.command.WatchCommand;
import io.slotkeeper.cli.config.ConfigFile;
import io.slotkeeper.cli.config.ConfiguredDefaults;
import io.slotkeeper.cli.process.ProcessLauncher;
import io.slotkeeper.cli.quickstart.QuickstartCommand;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts the commands together and runs one of them. The configuration file is read before the command line is parsed. */
public final class Cli {
    private static final int WIDTH = 100;

    private final Map<String, String> environment;
    private final CommandLine root;

    /** With the environment given, for tests. */
    public Cli(Map<String, String> environment, ProcessLauncher launcher) {
        this.environment = Map.copyOf(environment);
        this.root = commandTree(launcher);
    }

    /** The commands, for documentation and for tests that catch the output. */
    public CommandLine commandLine() {
        return root;
    }

    /** Runs a command and returns its exit code. */
    public int execute(String... args) {
        ConfiguredDefaults defaults;
        try {
            defaults = new ConfiguredDefaults(environment, wantsHelp(args) ? ConfigFile.none() : configFile(args));
            subcommand(args).ifPresent(command -> defaults.requireKnownKeys(command.getCommandSpec()));
        } catch (CommandFailure e) {
            return Errors.report(root, e);
        }
        root.setDefaultValueProvider(defaults);
        root.setParameterExceptionHandler((failure, given) -> Errors.usage(failure, given, defaults));
        root.setExecutionExceptionHandler((failure, command, parsed) -> Errors.report(command, failure));
        return root.execute(args);
    }

    private static CommandLine commandTree(ProcessLauncher launcher) {
        CommandLine root = new CommandLine(new Root());
        List.of(
                        new QuickstartCommand(launcher),
                        new CoordinatorCommand(launcher),
                        new AgentCommand(launcher),
                        new StatusCommand(),
                        new SlotsCommand(),
                        new NodesCommand(),
                        new WatchCommand(),
                        new FailoverCommand(),
                        new SwitchoverCommand(),
                        new MoveCommand(),
                        new RebalanceCommand(),
                        new AddShardCommand(),
                        new DrainShardCommand(),
                        new RemoveShardCommand(),
                        new AddReplicaCommand(),
                        new RemoveReplicaCommand(),
                        new ForgetCommand(),
                        new OperationsCommand(),
                        new PlacementCommand(),
                        new AdoptCommand(),
                        new ObserveCommand(),
                        new ReleaseCommand(),
                        new DrainCommand(),
                        new PauseCommand(),
                        new ResumeCommand(),
                        new HistoryCommand(),
                        new DrillCommand())
                .forEach(root::addSubcommand);
        ServiceLoader.load(SubcommandProvider.class)
                .forEach(provider -> provider.commands().forEach(root::addSubcommand));
        describe(root);
        return root;
    }

    private static void describe(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.versionProvider(new VersionText());
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(" " + code.code(), code.text());
        }
        spec.usageMessage()
                .width(WIDTH)
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes)
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
        command.getSubcommands().values().forEach(Cli::describe);
    }

    private static boolean wantsHelp(String... args) {
        return Arrays.stream(args).anyMatch(List.of("-h", "--help", "-V", "--version")::contains);
    }

    /** picocli asks for default values before it looks at the flags, so this one flag is found by hand. */
    private ConfigFile configFile(String... args) {
        String file = environment.getOrDefault("SLOTKEEPER_CONFIG", "");
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--config=")) {
                file = args[i].substring("--config=".length());
            } else if (args[i].equals("--config") && i + 1 < args.length) {
                file = args[i + 1];
            }
        }
        return file.isEmpty() ? ConfigFile.none() : ConfigFile.read(Path.of(file));
    }

    private Optional<CommandLine> subcommand(String... args) {
        return Arrays.stream(args)
                .filter(root.getSubcommands()::containsKey)
                .findFirst()
                .map(root.getSubcommands()::get);
    }

    /** The command without a subcommand. */
    @Command(
            name = "slotkeeper",
            mixinStandardHelpOptions = true,
            description = "Control plane for sharded Redis.",
            footer = {"", "Start with: slotkeeper quickstart"})
    static final class Root implements Runnable {
        @Spec
        CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "Name a command.");
        }
    }
}
