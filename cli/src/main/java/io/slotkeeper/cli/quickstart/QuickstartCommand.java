package io.slotkeeper.cli.quickstart;

import io.slotkeeper.cli.command.WriteSafetyOption;
import io.slotkeeper.cli.config.CountConverter;
import io.slotkeeper.cli.config.DurationConverter;
import io.slotkeeper.cli.config.PortConverter;
import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.cli.process.ProcessLauncher;
import io.slotkeeper.cli.process.RedisAccess;
import io.slotkeeper.cli.process.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slotkeeper quickstart}. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs a whole cluster on this machine: real redis-server processes, their agents and a coordinator."
                        + " Prints READY and the address when it is writable; Ctrl-C stops everything.")
public final class QuickstartCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file of settings: every flag without its dashes is a key. Also SLOTKEEPER_CONFIG.")
    Path config;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "3",
            converter = CountConverter.Shards.class,
            description = "Shards, 1 to 500. Default: ${DEFAULT-VALUE}.")
    int shards;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            converter = CountConverter.Replicas.class,
            description = "Replicas per shard, 0 to 5. Default: ${DEFAULT-VALUE}.")
    int replicas;

    @Option(
            names = "--redis-port",
            paramLabel = "PORT",
            defaultValue = "7000",
            converter = PortConverter.class,
            description = "First Redis port, the others follow; each node also takes its port + 10000."
                    + " Default: ${DEFAULT-VALUE}.")
    int redisPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            converter = PortConverter.class,
            description = "REST, WebSocket, metrics. Default: ${DEFAULT-VALUE}.")
    int httpPort;

    @Option(
            names = "--cluster-port",
            paramLabel = "PORT",
            defaultValue = "5701",
            converter = PortConverter.class,
            description = "Membership; the agents take this port + 10. Default: ${DEFAULT-VALUE}.")
    int clusterPort;

    @Option(
            names = "--raft-port",
            paramLabel = "PORT",
            defaultValue = "6701",
            converter = PortConverter.class,
            description = "Consensus. Default: ${DEFAULT-VALUE}.")
    int raftPort;

    @Option(
            names = "--bridge-port",
            paramLabel = "PORT",
            defaultValue = "0",
            converter = PortConverter.OrOff.class,
            description = "TCP bridge of the event bus; 0: none. Default: ${DEFAULT-VALUE}.")
    int bridgePort;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keeps data, slot map and history here and goes on from them at the next start. Without it: a"
                    + " temporary directory, and nothing is kept.")
    Path dataDir;

    @Option(
            names = "--coordinators",
            paramLabel = "N",
            defaultValue = "1",
            converter = CoordinatorCount.class,
            description = "Coordinators: 1, 3 or 5; the second takes the next port of each kind, and so on."
                    + " Default: ${DEFAULT-VALUE}.")
    int coordinators;

    @Option(
            names = "--restart-delay",
            paramLabel = "DURATION",
            defaultValue = "3s",
            converter = DurationConverter.class,
            description = "How long a killed redis-server stays away before it is started again."
                    + " Default: ${DEFAULT-VALUE}.")
    Duration restartDelay;

    @Option(
            names = "--redis-server",
            paramLabel = "PATH",
            description = "redis-server binary, 6.2 or newer. Without it: the one on the PATH, else the embedded one.")
    Path redisServer;

    @Option(
            names = "--redis-password-file",
            paramLabel = "FILE",
            description = "Holds the password of the nodes in one line; else SLOTKEEPER_REDIS_PASSWORD, else none.")
    Path redisPasswordFile;

    @Option(
            names = "--zones",
            paramLabel = "ZONE",
            split = ",",
            defaultValue = "a,b,c",
            description = "Failure domains, given to the nodes in turn; repeatable, or a comma list."
                    + " Default: ${DEFAULT-VALUE}.")
    List<String> zones;

    @Mixin
    WriteSafetyOption writeSafety;

    private final ProcessLauncher launcher;

    /** Runs what the launcher starts. */
    public QuickstartCommand(ProcessLauncher launcher) {
        this.launcher = launcher;
    }

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        return new QuickstartSession(settings(), launcher, terminal)
                .run(StopSignal.listen())
                .code();
    }

    QuickstartSettings settings() {
        Topology topology = new Topology(shards, replicas, redisPort, zones);
        if (zones.stream().anyMatch(String::isBlank)) {
            throw new ParameterException(
                    spec.commandLine(), "--zones " + zones + " holds an empty name. Name each zone.");
        }
        RedisAccess access = RedisAccess.read(null, redisPasswordFile, System.getenv(RedisAccess.VARIABLE));
        return new QuickstartSettings(
                topology,
                coordinators,
                new QuickstartPorts(httpPort, clusterPort, raftPort, bridgePort),
                Optional.ofNullable(dataDir),
                restartDelay,
                writeSafety.value(),
                new QuickstartSettings.Redis(Optional.ofNullable(redisServer), access.password()));
    }

    /** A group decides by majority: an even one survives no more losses than one less. */
    static final class CoordinatorCount implements picocli.CommandLine.ITypeConverter<Integer> {
        private static final Set<String> ALLOWED = Set.of("1", "3", "5");

        @Override
        public Integer convert(String value) {
            if (!ALLOWED.contains(value)) {
                throw new picocli.CommandLine.TypeConversionException("'" + value
                        + "' is not a number of coordinators: use 1, 3 (survives the loss of one) or 5 (of two); an even"
                        + " group survives no more losses than one less");
            }
            return Integer.valueOf(value);
        }
    }
}
