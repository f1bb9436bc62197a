package io.slotkeeper.cli.command;

import io.slotkeeper.cli.config.DurationConverter;
import io.slotkeeper.cli.config.PortConverter;
import io.slotkeeper.cli.process.AgentSettings;
import io.slotkeeper.cli.process.ProcessLauncher;
import io.slotkeeper.cli.process.Starting;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slotkeeper agent}. */
@Command(
        name = "agent",
        description = "Runs the sidecar of one Redis node: watches it, reports to the coordinators, acts on it.")
public final class AgentCommand extends ServerCommand {
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
        return with.startAgent(new AgentSettings(
                name,
                membership.with(clusterPort),
                new AgentSettings.Node(redis, Optional.ofNullable(announce), login.access()),
                zone,
                httpPort,
                new AgentSettings.Hangs(hangAfter, busyAfter),
                drills.permission()));
    }

    @Override
    String what() {
        return "agent " + name;
    }
}
