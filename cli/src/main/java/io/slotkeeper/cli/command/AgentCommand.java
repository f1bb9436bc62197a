package io.slotkeeper.cli.command;

import io.slotkeeper.cli.config.DurationConverter;
import io.slotkeeper.cli.config.PortConverter;
import io.slotkeeper.cli.process.AgentSettings;
import io.slotkeeper.cli.process.ProcessLauncher;
import io.slotkeeper.cli.process.Starting;
import io.slotkeeper.cli.process.ZoneFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code slotkeeper agent}. */
@Command(
        name = "agent",
        description = "Runs the sidecar of one Redis node: watches it, reports to the coordinators, acts on it.")
public final class AgentCommand extends ServerCommand {
    private static final Duration ZONE_PATIENCE = Duration.ofSeconds(30);

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "Stable name, unique in the cluster; it outlives restarts of agent and node.")
    String name;

    @Option(
            names = "--redis",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1:6379",
            description = "The node: HOST:PORT, or unix:/PATH of its socket. Default: ${DEFAULT-VALUE}.")
    String redis;

    @Option(
            names = "--announce",
            paramLabel = "HOST:PORT[@BUSPORT]",
            description = "How clients and other nodes reach the node, when not by --redis; required with a socket.")
    String announce;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "",
            description = "Failure domain: a primary and its replicas are spread over zones.")
    String zone;

    @Option(
            names = "--zone-file",
            paramLabel = "FILE",
            description =
                    "Holds the failure domain in one line instead, for example a file of Kubernetes' downward API;"
                            + " waited for, up to 30s, while it is empty.")
    Path zoneFile;

    @Option(
            names = "--cluster-port",
            paramLabel = "PORT",
            defaultValue = "5711",
            converter = PortConverter.class,
            description = "Membership; agents on one host need one each. Default: ${DEFAULT-VALUE}.")
    int clusterPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "0",
            converter = PortConverter.OrOff.class,
            description = "Health and metrics; 0: none. Default: ${DEFAULT-VALUE}.")
    int httpPort;

    @Option(
            names = "--hang-after",
            paramLabel = "DURATION",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "Silence after which the node is reported as not answering. Default: ${DEFAULT-VALUE}.")
    Duration hangAfter;

    @Option(
            names = "--busy-after",
            paramLabel = "DURATION",
            defaultValue = "15s",
            converter = DurationConverter.class,
            description = "Silence after which the node counts as hung even if its process is at work, as with a long"
                    + " script; longer than --hang-after. Default: ${DEFAULT-VALUE}.")
    Duration busyAfter;

    @Mixin
    RedisLoginOptions login;

    @Mixin
    DrillOptions drills;

    @Mixin
    MembershipOptions membership;

    /** Runs what the launcher starts. */
    public AgentCommand(ProcessLauncher launcher) {
        super(launcher);
    }

    @Override
    Starting start(ProcessLauncher with) {
        if (zoneFile == null) {
            return with.startAgent(settings(zone));
        }
        if (!zone.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--zone and --zone-file both say where the node is: give one of them.");
        }
        return ZoneFile.waitFor(zoneFile, ZONE_PATIENCE, read -> with.startAgent(settings(read)));
    }

    private AgentSettings settings(String where) {
        return new AgentSettings(
                name,
                membership.with(clusterPort),
                new AgentSettings.Node(redis, Optional.ofNullable(announce), login.access()),
                where,
                httpPort,
                new AgentSettings.Hangs(hangAfter, busyAfter),
                drills.permission());
    }

    @Override
    String what() {
        return "agent " + name;
    }
}
