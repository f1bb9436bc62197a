package io.slotkeeper.cli.command;

import io.slotkeeper.cli.client.Addresses;
import io.slotkeeper.cli.config.DurationConverter;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slotkeeper drain}. */
@Command(
        name = "drain",
        description =
                "Makes a node safe to stop: a primary is switched over without losing an acknowledged write, and the"
                        + " node is not promoted until it has restarted and is in sync.")
public final class DrainCommand extends UpkeepCommand {
    @Parameters(paramLabel = "NODE", description = "Node id or agent name.")
    String node;

    @Option(names = "--undo", description = "Lets the node be promoted again without a restart.")
    boolean undo;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "How long the writes of a primary may stay paused before everything is undone, 100ms to 60s."
                    + " Default: ${DEFAULT-VALUE}.")
    Duration timeout;

    @Override
    String path() {
        return "/v1/nodes/" + Addresses.segment(node) + "/drain";
    }

    @Override
    Map<String, Object> request() {
        return undo ? Map.of("undo", true) : Map.of("timeoutMillis", SwitchoverCommand.checked(spec, timeout));
    }

    @Override
    Duration deadline() {
        return timeout;
    }
}
