package io.slotkeeper.cli.command;

import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.config.CountConverter;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Terminal;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code slotkeeper operations}. */
@Command(name = "operations", description = "Lists the operations, shows one, or steers one.")
public final class OperationsCommand extends ClientCommand {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    @Parameters(arity = "0..1", paramLabel = "ID", description = "One operation. Without it: all.")
    Long id;

    @ArgGroup
    Action action;

    /** What to do with the operation; at most one of them. */
    static final class Action {
        @Option(names = "--pause", description = "Finishes open windows and stands still.")
        boolean pause;

        @Option(names = "--resume", description = "Goes on after a pause.")
        boolean resume;

        @Option(names = "--abort", description = "Finishes or takes back open windows and ends.")
        boolean abort;

        @Option(
                names = "--throttle",
                paramLabel = "KEYS",
                converter = CountConverter.Keys.class,
                description = "Most keys to move in a second from now on, 0: as many as possible.")
        Integer throttle;
    }

    @Override
    void run(CoordinatorClient client, Terminal terminal) {
        if (id == null && action != null) {
            throw new ParameterException(spec.commandLine(), "Name the operation, see `slotkeeper operations`.");
        }
        if (id == null) {
            output.print(terminal, () -> client.get("/v1/operations"), OperationView::printAll);
        } else {
            output.print(terminal, () -> answer(client), OperationView::print);
        }
    }

    private String answer(CoordinatorClient client) {
        String path = "/v1/operations/" + id;
        if (action == null) {
            return client.get(path);
        }
        if (action.abort) {
            return client.delete(path, TIMEOUT);
        }
        if (action.throttle != null) {
            return client.post(path + "/throttle", Json.write(Map.of("keysPerSecond", action.throttle)), TIMEOUT);
        }
        return client.post(path + (action.pause ? "/pause" : "/resume"), "{}", TIMEOUT);
    }
}
