package io.slotkeeper.cli.command;

import io.slotkeeper.cli.config.DurationConverter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code slotkeeper pause}. */
@Command(
        name = "pause",
        description =
                "Pauses automatic failovers and repairs for maintenance. Leases go on, and failover, switchover and"
                        + " drain work on request.")
public final class PauseCommand extends UpkeepCommand {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    @Option(names = "--shard", paramLabel = "SHARD", description = "Only this shard. Without it: all.")
    String shard;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "The pause ends by itself after this time, 1s to 24h. Default: ${DEFAULT-VALUE}.")
    Duration length;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Shown with the status, one line.")
    String reason;

    @Override
    String path() {
        return "/v1/pause";
    }

    @Override
    Map<String, Object> request() {
        if (length.compareTo(SHORTEST) < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--for is " + length.toMillis() + " ms; it must be 1s to 24h.");
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("forMillis", length.toMillis());
        if (shard != null) {
            request.put("shard", shard);
        }
        if (reason != null && !reason.isEmpty()) {
            request.put("reason", reason);
        }
        return request;
    }
}
