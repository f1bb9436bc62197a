package io.slotkeeper.cli.command;

import io.slotkeeper.cli.config.DurationConverter;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code slotkeeper switchover}. */
@Command(
        name = "switchover",
        description = "Hands a shard over to a replica without losing an acknowledged write; undone when it takes too"
                + " long.")
public final class SwitchoverCommand extends PromotionCommand {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "How long writes may stay paused before everything is undone, 100ms to 60s."
                    + " Default: ${DEFAULT-VALUE}.")
    Duration timeout;

    /** For picocli. */
    public SwitchoverCommand() {
        super("switchover");
    }

    @Override
    Duration deadline() {
        return timeout;
    }

    @Override
    void complete(Map<String, Object> request) {
        request.put("timeoutMillis", checked(spec, timeout));
    }

    /** Milliseconds of a time for which writes may stay paused. */
    static long checked(CommandSpec spec, Duration timeout) {
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new ParameterException(
                    spec.commandLine(), "--timeout is " + timeout.toMillis() + " ms; it must be 100ms to 60s.");
        }
        return timeout.toMillis();
    }
}
