package io.slotkeeper.cli.process;

import io.slotkeeper.core.control.ForeignChangePolicy;
import io.slotkeeper.core.control.WriteSafety;
import io.slotkeeper.core.migrate.MigrationOptions;
import io.slotkeeper.core.protocol.DrillPermission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A coordinator as the command line describes it.
 *
 * @param id stable name, for example {@code c1}
 * @param membership how it joins; its host is bound for everything
 * @param ports where it serves
 * @param peers Raft address of every coordinator by id, its own included
 * @param dataDir Raft log and snapshots
 * @param replace stands in for one of this id whose data directory is lost
 * @param wanted the cluster to form
 * @param drills which faults it makes on purpose, or has its agents make
 */
public record CoordinatorSettings(
        String id,
        Membership membership,
        Ports ports,
        Map<String, String> peers,
        Path dataDir,
        boolean replace,
        Wanted wanted,
        DrillPermission drills) {
    /** Copies the map. */
    public CoordinatorSettings {
        peers = Map.copyOf(peers);
    }

    /**
     * Where it serves.
     *
     * @param http REST, WebSocket, metrics
     * @param raft consensus
     * @param bridge TCP bridge of the event bus; 0 for none
     */
    public record Ports(int http, int raft, int bridge) {}

    /**
     * The cluster to form and how to guard it.
     *
     * @param shards 1 to 500
     * @param replicas per shard, 0 to 5
     * @param adopt form none: one that runs is to be observed or adopted
     * @param failoverMinInterval shortest time between two failovers of one shard
     * @param silence what is done about primaries that are not heard
     * @param loss what is done about shards whose nodes are all gone
     * @param nodes what is done about nodes and slots that are not as the map says
     * @param migration budgets for moving slots
     */
    public record Wanted(
            int shards,
            int replicas,
            boolean adopt,
            Duration failoverMinInterval,
            Silence silence,
            Loss loss,
            Differences nodes,
            MigrationOptions migration) {}

    /**
     * What is done about nodes and slots that are not as the map says.
     *
     * @param foreignChange about slots that somebody moves by other means
     */
    public record Differences(ForeignChangePolicy foreignChange) {
        /** The defaults of the flags. */
        public static final Differences USUAL = new Differences(ForeignChangePolicy.REVERT);
    }

    /**
     * What is done about shards whose nodes are all gone.
     *
     * @param reassign whether their slots go to the other shards
     * @param after how long they must have been gone
     */
    public record Loss(boolean reassign, Duration after) {
        /** The defaults of the flags. */
        public static final Loss USUAL = new Loss(false, Duration.ofMinutes(1));
    }

    /**
     * What is done about primaries that are not heard.
     *
     * @param lease how long a primary may accept writes that nobody renews the right of
     * @param promotePartitioned whether one is replaced that a replica's agent still reaches
     * @param writeSafety what stops a primary that is cut off
     */
    public record Silence(Duration lease, boolean promotePartitioned, WriteSafety writeSafety) {
        /** The defaults of the flags, but for the write safety. */
        public static Silence usual(WriteSafety writeSafety) {
            return new Silence(Duration.ofSeconds(1), false, writeSafety);
        }
    }
}
