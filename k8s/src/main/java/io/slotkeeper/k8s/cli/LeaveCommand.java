package io.slotkeeper.k8s.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.client.ProblemException;
import io.slotkeeper.cli.config.DurationConverter;
import io.slotkeeper.cli.output.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code slotkeeper leave}: what a pod does before it ends. A {@code drain} of its node that is repeated, since a replica may be
 * catching up or a leader be elected, and that ends in time however it goes.
 */
@Command(
        name = "leave",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Drains a node before it is stopped, as the hook of a pod: tries again until the timeout. Ends with code 1"
                        + " when the node may still lead a shard.")
final class LeaveCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int UNKNOWN = 404;
    /** No coordinator answers for so long: they end too, or nothing could be done in time anyway. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    @Spec
    CommandSpec spec;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "Name of the node's agent, or its id.")
    String name;

    @Option(
            names = "--coordinator",
            paramLabel = "URL",
            split = ",",
            required = true,
            description = "Coordinator to ask; repeatable, or a comma list: the next is tried when one is down.")
    List<URI> coordinators;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "20s",
            converter = DurationConverter.class,
            description = "How long it may take. Default: ${DEFAULT-VALUE}.")
    Duration timeout;

    @Option(
            names = "--then-create",
            paramLabel = "FILE",
            description = "Created at the end, however it went: whoever waits for it stops the node.")
    Path thenCreate;

    @Override
    public Integer call() {
        try {
            return leave();
        } finally {
            if (thenCreate != null) {
                create(thenCreate);
            }
        }
    }

    private int leave() {
        CoordinatorClient client = new CoordinatorClient(coordinators);
        long begin = System.nanoTime();
        long answered = begin;
        String failure = "";
        while (System.nanoTime() - begin < timeout.toNanos() && System.nanoTime() - answered < SILENCE.toNanos()) {
            try {
                client.post("/v1/nodes/" + name + "/drain", "{}", ANSWER_TIMEOUT);
                Terminal.of(spec).message(name + " may be stopped");
                return ExitCode.OK.code();
            } catch (ProblemException e) {
                if (e.status() == UNKNOWN) {
                    Terminal.of(spec).message("the coordinators do not know " + name + ": it leads no shard");
                    return ExitCode.OK.code();
                }
                answered = System.nanoTime();
                failure = ": " + e.getMessage();
                if (isAlone(client)) {
                    break;
                }
            } catch (CommandFailure e) {
                failure = ": " + e.getMessage();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new CommandFailure(ExitCode.FAILED, name + " may still lead a shard" + failure);
    }

    /** Nobody is there who could take over, now or later. */
    private boolean isAlone(CoordinatorClient client) {
        JsonNode node = read(client.get("/v1/nodes/" + name));
        return node.path("role").asText().equals("primary")
                && read(client.get("/v1/shards/" + node.path("shard").asText()))
                        .path("replicas")
                        .isEmpty();
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(ExitCode.FAILED, "a coordinator answered something that is not JSON", e);
        }
    }

    private static void create(Path file) {
        try {
            Files.writeString(file, "");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be created", e);
        }
    }
}
