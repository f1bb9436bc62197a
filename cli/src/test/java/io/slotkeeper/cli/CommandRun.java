package io.slotkeeper.cli;

import io.slotkeeper.cli.process.AgentSettings;
import io.slotkeeper.cli.process.CoordinatorSettings;
import io.slotkeeper.cli.process.ProcessLauncher;
import io.slotkeeper.cli.process.Starting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What a command printed and returned. */
public record CommandRun(int code, String out, String err) {
    /** Runs a command with an environment and without colours. */
    public static CommandRun of(Map<String, String> environment, String... args) {
        Cli cli = new Cli(environment, new RefusingLauncher());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = cli.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        int code = cli.execute(args);
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return new CommandRun(code, out.toString(), err.toString());
    }

    /** As above, with an empty environment. */
    public static CommandRun of(String... args) {
        return of(Map.of(), args);
    }

    /** Fails with the settings as the text, so that tests can read them. */
    private static final class RefusingLauncher implements ProcessLauncher {
        @Override
        public Starting startCoordinator(CoordinatorSettings settings) {
            return failed(settings);
        }

        @Override
        public Starting startAgent(AgentSettings settings) {
            return failed(settings);
        }

        @Override
        public Starting startAgents(List<AgentSettings> settings) {
            return failed(settings);
        }

        private static Starting failed(Object settings) {
            return Starting.of(CompletableFuture.failedFuture(new IllegalStateException(settings.toString())));
        }
    }
}
