package io.slotkeeper.k8s.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.config.DurationConverter;
import io.slotkeeper.cli.output.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code slotkeeper leave}: what a pod does before it ends. Hands the shard of its node over when the node is the primary, so
 * that an eviction costs no write and no failover. Tries again until the timeout, since a replica may be catching up.
 */
@Command(
        name = "leave",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Hands the shard of a node over before the node is stopped: a switchover when it is the primary,"
                + " nothing when it is not. Ends with code 1 when the node is still the primary at the end.")
final class LeaveCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
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
        Terminal terminal = Terminal.of(spec);
        CoordinatorClient client = new CoordinatorClient(coordinators);
        long end = System.nanoTime() + timeout.toNanos();
        String failure = "";
        while (System.nanoTime() < end) {
            try {
                Optional<String> shard = shardLedBy(client);
                if (shard.isEmpty()) {
                    terminal.message(name + " leads no shard");
                    return ExitCode.OK.code();
                }
                if (!hasReplica(client, shard.get())) {
                    terminal.message("shard " + shard.get() + " has no replica: it is away while " + name + " is");
                    return ExitCode.FAILED.code();
                }
                client.post("/v1/shards/" + shard.get() + "/switchover", "{}", ANSWER_TIMEOUT);
            } catch (CommandFailure e) {
                failure = ": " + e.getMessage();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new CommandFailure(ExitCode.FAILED, name + " may still lead a shard" + failure);
    }

    private Optional<String> shardLedBy(CoordinatorClient client) {
        JsonNode node = read(client.get("/v1/nodes/" + name));
        return node.path("role").asText().equals("primary")
                ? Optional.of(node.path("shard").asText())
                : Optional.empty();
    }

    private static boolean hasReplica(CoordinatorClient client, String shard) {
        return !read(client.get("/v1/shards/" + shard)).path("replicas").isEmpty();
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
