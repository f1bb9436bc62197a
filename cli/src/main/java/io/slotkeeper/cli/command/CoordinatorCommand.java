package io.slotkeeper.cli.command;

import io.slotkeeper.cli.config.CountConverter;
import io.slotkeeper.cli.config.DurationConverter;
import io.slotkeeper.cli.config.PortConverter;
import io.slotkeeper.cli.process.CoordinatorSettings;
import io.slotkeeper.cli.process.ProcessLauncher;
import io.slotkeeper.cli.process.Starting;
import io.slotkeeper.core.control.ForeignChangePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** {@code slotkeeper coordinator}. */
@Command(
        name = "coordinator",
        description = "Runs a coordinator: forms the cluster, decides failovers, publishes the slot map.")
public final class CoordinatorCommand extends ServerCommand {
    @Option(
            names = "--id",
            paramLabel = "ID",
            defaultValue = "c1",
            description = "Stable name, unique among the coordinators. Default: ${DEFAULT-VALUE}.")
    String id;

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
            description = "Membership. Default: ${DEFAULT-VALUE}.")
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
            names = "--peers",
            paramLabel = "ID=HOST:PORT",
            split = ",",
            description =
                    "Raft address of every coordinator, this one included; repeatable, or a comma list. Without it:"
                            + " this one alone.")
    List<String> peers = List.of();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            required = true,
            description = "Holds the Raft log and its snapshots; created when missing.")
    Path dataDir;

    @Option(
            names = "--replace",
            description =
                    "Stands in for the coordinator of this --id whose data directory is lost for good: takes the log"
                            + " from the others and votes only then. Needs an empty --data-dir and a group of 3 or 5.")
    boolean replace;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "3",
            converter = CountConverter.Shards.class,
            description = "Shards to form, 1 to 500; fixed once the cluster is formed. Default: ${DEFAULT-VALUE}.")
    int shards;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            converter = CountConverter.Replicas.class,
            description = "Replicas per shard, 0 to 5. Default: ${DEFAULT-VALUE}.")
    int replicas;

    @Option(
            names = "--adopt",
            description =
                    "Forms no cluster, and touches no node, until `slotkeeper adopt` or `slotkeeper observe` is run."
                            + " --shards and --replicas count for nothing then.")
    boolean adopt;

    @Option(
            names = "--failover-min-interval",
            paramLabel = "DURATION",
            defaultValue = "1s",
            converter = DurationConverter.UpToAnHour.class,
            description = "Shortest time between two unplanned failovers of one shard, 0 to 1h."
                    + " Default: ${DEFAULT-VALUE}.")
    Duration failoverMinInterval;

    @Option(
            names = "--lease",
            paramLabel = "DURATION",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "How long a primary may accept writes without a renewal, 500ms to 60s; the same on all"
                    + " coordinators. A silent host is replaced after about 1.3 times this. Default: ${DEFAULT-VALUE}.")
    Duration lease;

    @Option(
            names = "--promote-partitioned",
            paramLabel = "true|false",
            arity = "1",
            defaultValue = "false",
            description =
                    "Replace a primary that neither the leader nor its own agent is heard from, although a replica"
                            + " still reaches it; once its lease is over. Default: ${DEFAULT-VALUE}.")
    boolean promotePartitioned;

    @Mixin
    DrillOptions drills;

    @Option(
            names = "--shard-lost",
            paramLabel = "wait|reassign",
            defaultValue = "wait",
            converter = ShardLostConverter.class,
            description =
                    "What is done when all nodes of a shard are gone. wait: for one to come back. reassign: its slots go"
                            + " to the other shards, and its keys are given up for lost. Default: ${DEFAULT-VALUE}.")
    ShardLost shardLost;

    @Option(
            names = "--reassign-after",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "How long all nodes of a shard must be gone before its slots are reassigned, 5s to 24h."
                    + " Default: ${DEFAULT-VALUE}.")
    Duration reassignAfter;

    @Option(
            names = "--foreign-change",
            paramLabel = "revert|adopt",
            defaultValue = "revert",
            converter = ForeignChangeConverter.class,
            description =
                    "What is done about slots that somebody moves by other means than Slotkeeper. revert: they go back to"
                            + " their shard, with their keys. adopt: they stay. Default: ${DEFAULT-VALUE}.")
    ForeignChangePolicy foreignChange;

    @Mixin
    MigrationFlags migration;

    @Mixin
    WriteSafetyOption writeSafety;

    @Mixin
    MembershipOptions membership;

    /** Runs what the launcher starts. */
    public CoordinatorCommand(ProcessLauncher launcher) {
        super(launcher);
    }

    @Override
    Starting start(ProcessLauncher with) {
        return with.startCoordinator(settings());
    }

    @Override
    String what() {
        return "coordinator " + id;
    }

    private CoordinatorSettings settings() {
        Map<String, String> all = peers.isEmpty() ? Map.of(id, membership.host + ":" + raftPort) : peersById();
        if (!all.containsKey(id)) {
            throw usage("--peers " + all.keySet() + " does not name this coordinator, --id " + id
                    + ". List every coordinator, this one included.");
        }
        return new CoordinatorSettings(
                id,
                membership.with(clusterPort),
                new CoordinatorSettings.Ports(httpPort, raftPort, bridgePort),
                all,
                dataDir,
                replace,
                new CoordinatorSettings.Wanted(
                        shards,
                        replicas,
                        adopt,
                        failoverMinInterval,
                        new CoordinatorSettings.Silence(lease, promotePartitioned, writeSafety.value()),
                        new CoordinatorSettings.Loss(shardLost == ShardLost.REASSIGN, reassignAfter),
                        new CoordinatorSettings.Differences(foreignChange),
                        migration.options()),
                drills.permission());
    }

    private Map<String, String> peersById() {
        Map<String, String> all = new TreeMap<>();
        for (String peer : peers) {
            int sign = peer.indexOf('=');
            if (sign < 1) {
                throw usage("--peers: '" + peer + "' is not a coordinator: write ID=HOST:PORT.");
            }
            String address = new MembershipOptions.HostPortConverter().convert(peer.substring(sign + 1));
            String name = peer.substring(0, sign).strip();
            String other = all.put(name, address);
            if (other != null) {
                throw usage("--peers names " + name + " twice, at " + other + " and at " + address
                        + ". Give every coordinator an id of its own.");
            }
        }
        return all;
    }

    private ParameterException usage(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    /** What is done when all nodes of a shard are gone. */
    enum ShardLost {
        WAIT,
        REASSIGN
    }

    /** Names of policies in lower case. */
    static final class ForeignChangeConverter implements ITypeConverter<ForeignChangePolicy> {
        @Override
        public ForeignChangePolicy convert(String value) {
            return switch (value) {
                case "revert" -> ForeignChangePolicy.REVERT;
                case "adopt" -> ForeignChangePolicy.ADOPT;
                default ->
                    throw new TypeConversionException(
                            "'" + value + "' is no policy for foreign changes: use revert or adopt");
            };
        }
    }

    /** Names of policies in lower case. */
    static final class ShardLostConverter implements ITypeConverter<ShardLost> {
        @Override
        public ShardLost convert(String value) {
            return switch (value) {
                case "wait" -> ShardLost.WAIT;
                case "reassign" -> ShardLost.REASSIGN;
                default ->
                    throw new TypeConversionException(
                            "'" + value + "' is no policy for lost shards: use wait or reassign");
            };
        }
    }
}
