package io.slotkeeper.cli.command;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.client.ProblemException;
import io.slotkeeper.cli.config.DurationConverter;
import io.slotkeeper.cli.drill.Drill;
import io.slotkeeper.cli.drill.DrillReport;
import io.slotkeeper.cli.drill.DrillSettings;
import io.slotkeeper.cli.drill.Fault;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code slotkeeper drill}. */
@Command(
        name = "drill",
        description =
                "Makes faults in a running, healthy cluster on purpose, one after the other, and prints how long writes"
                        + " were held up and what was lost. Only where coordinators and agents run with --allow-drills, as in a"
                        + " quickstart. Says first what it will do.")
public final class DrillCommand extends ClientCommand {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final List<Fault> USUAL =
            List.of(Fault.CRASH_PRIMARY, Fault.HANG_PRIMARY, Fault.CRASH_REPLICA, Fault.HANG_REPLICA, Fault.SWITCHOVER);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Parameters(
            paramLabel = "FAULT",
            arity = "0..*",
            description = {
                "crash-primary, crash-replica: kill -9 of a process;",
                "hang-primary, hang-replica: SIGSTOP, and SIGCONT after --hang-for;",
                "switchover; kill-agent: the primary's agent ends itself;",
                "hand-over-leader, kill-leader: of the coordinators, where there are 3 or 5.",
                "Without any: crash-primary hang-primary crash-replica hang-replica switchover."
            })
    List<String> faults = List.of();

    @Option(names = "--shard", paramLabel = "SHARD", description = "Shard to drill. Default: the first one.")
    String shard;

    @Option(
            names = "--hang-for",
            paramLabel = "DURATION",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "How long a process stays stopped, 100ms to 60s; its agent ends that, whoever dies meanwhile."
                    + " Default: ${DEFAULT-VALUE}.")
    Duration hangFor;

    @Option(
            names = "--bound",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long writes may be held up. Default: 4s for hang-primary, 1s for all others.")
    Duration bound;

    @Option(
            names = "--settle",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "How long the cluster may take to be healthy again after a fault. Default: ${DEFAULT-VALUE}.")
    Duration settle;

    @Option(names = "--dry-run", description = "Say what would be done, ask whether it could be, and do nothing.")
    boolean dryRun;

    @Option(names = "--yes", description = "Do not ask. Needed where there is no terminal.")
    boolean yes;

    @Mixin
    RedisLoginOptions login;

    @Override
    void run(CoordinatorClient client, Terminal terminal) {
        checkRanges();
        Drill drill = new Drill(
                client,
                new DrillSettings(
                        faults.isEmpty()
                                ? USUAL
                                : faults.stream().map(this::fault).toList(),
                        Optional.ofNullable(shard),
                        hangFor,
                        Optional.ofNullable(bound),
                        settle),
                login.access());
        try {
            drill.check();
            tellPlan(drill, terminal);
            if (!dryRun) {
                confirm(terminal);
                tell(drill.run(terminal::message), terminal);
            }
        } catch (ProblemException e) {
            throw new CommandFailure(e.exitCode(), e.getMessage(), e);
        }
    }

    /** By hand: picocli calls the first word that a converter refuses superfluous, and does not say what is wrong with it. */
    private Fault fault(String label) {
        return Fault.of(label)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "'" + label + "' is not a fault: use "
                                + Arrays.stream(Fault.values())
                                        .map(Fault::label)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private void checkRanges() {
        checkRange("--hang-for", hangFor, SHORTEST, LONGEST);
        if (bound != null && bound.isZero()) {
            throw new ParameterException(spec.commandLine(), "--bound is 0: nothing is that fast. Use 1ms or more.");
        }
    }

    private void checkRange(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new ParameterException(
                    spec.commandLine(), name + " is " + value.toMillis() + " ms; it must be 100ms to 60s.");
        }
    }

    private void tellPlan(Drill drill, Terminal terminal) {
        if (output.json()) {
            if (dryRun) {
                terminal.line(Json.write(Map.of("plan", drill.planJson())));
            }
            return;
        }
        terminal.line(dryRun ? "Would be done, in this order:" : "Will be done, in this order:");
        terminal.block(drill.plan().render(terminal.ansi()));
        terminal.line(drill.writers());
    }

    private void confirm(Terminal terminal) {
        if (yes) {
            return;
        }
        if (!isInteractive()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Nothing was done: there is no terminal to ask at. Say --yes when these faults are wanted, or"
                            + " --dry-run to see them only.");
        }
        terminal.message("These faults hit a running cluster. Type yes to go on:");
        if (!"yes".equals(answer().strip())) {
            throw new CommandFailure(ExitCode.FAILED, "Nothing was done.");
        }
    }

    /** System.console() cannot tell: since JDK 22 there always is one. */
    private static boolean isInteractive() {
        try (org.jline.terminal.Terminal screen =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            return !screen.getType().startsWith(org.jline.terminal.Terminal.TYPE_DUMB);
        } catch (IOException e) {
            return false;
        }
    }

    private static String answer() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    private void tell(DrillReport report, Terminal terminal) {
        if (output.json()) {
            Map<String, Object> json = new LinkedHashMap<>(report.json());
            terminal.line(Json.write(json));
        } else {
            terminal.block(report.table().render(terminal.ansi()));
        }
        if (report.stopped().isPresent()) {
            throw report.stopped().get();
        }
        if (report.failure().isPresent()) {
            throw new CommandFailure(
                    ExitCode.BOUND_BROKEN, "Stopped: " + report.failure().get() + ".");
        }
        if (!output.json()) {
            terminal.line(terminal.paint(Style.GOOD, "All within their bounds; the cluster is healthy."));
        }
    }
}
