package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.control.UpkeepRequest;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.Upkeep;
import java.util.Locale;
import java.util.Optional;

/** Faults of agents and coordinators, and what people ask for. */
final class ProcessFaults {
    /** What a primary's agent may take without breaking assumption A4: less than fence-within. */
    private static final long SHORT_PAUSE_MILLIS = 200;

    private static final long SETTLE_MILLIS = 1500;
    private static final long SHORTEST_MAINTENANCE_MILLIS = 1000;
    private static final long SLOWEST_DISK_MICROS = 400_000;

    private ProcessFaults() {}

    static String pauseAgent(Storm storm, Fault fault) {
        FakeAgent agent = storm.agent(fault.first());
        long millis = fault.lastsMillis();
        if (agent.node().role == NodeRole.PRIMARY && !storm.holdStillFor(millis + SETTLE_MILLIS)) {
            millis = millis % SHORT_PAUSE_MILLIS;
        }
        agent.process().pause(millis);
        return agent.name() + " is not run for " + millis + " ms";
    }

    /** A primary whose agent dies is guarded by nobody: nothing else may happen to it then (the gap in docs/safety.md). */
    static String killAgent(Storm storm, Fault fault) {
        FakeAgent agent = storm.agent(fault.first());
        boolean primary = agent.node().role == NodeRole.PRIMARY;
        if (!agent.isRunning() || (primary && !storm.holdStillFor(fault.lastsMillis() + SETTLE_MILLIS))) {
            return "";
        }
        agent.stop();
        storm.later(fault.lastsMillis(), agent.name() + " starts", () -> {
            if (!agent.isRunning()) {
                agent.restart();
            }
        });
        return agent.name() + " dies";
    }

    static String pauseCoordinator(Storm storm, Fault fault) {
        return pause(storm.coordinator(fault.first()), fault);
    }

    static String pauseLeader(Storm storm, Fault fault) {
        return pause(storm.cluster().leader(), fault);
    }

    private static String pause(FakeCoordinator coordinator, Fault fault) {
        coordinator.process().pause(fault.lastsMillis());
        return coordinator.name() + " is not run for " + fault.lastsMillis() + " ms";
    }

    static String killCoordinator(Storm storm, Fault fault) {
        return kill(storm, storm.coordinator(fault.first()), fault);
    }

    static String killLeader(Storm storm, Fault fault) {
        return kill(storm, storm.cluster().leader(), fault);
    }

    private static String kill(Storm storm, FakeCoordinator coordinator, Fault fault) {
        if (!coordinator.process().isUp()) {
            return "";
        }
        storm.raft().crash(coordinator);
        storm.later(fault.lastsMillis(), coordinator.name() + " starts", () -> start(storm, coordinator));
        return coordinator.name() + " dies";
    }

    private static void start(Storm storm, FakeCoordinator coordinator) {
        if (!coordinator.process().isUp()) {
            storm.raft().restart(coordinator);
        }
    }

    static String killLeaderAndPrimary(Storm storm, Fault fault) {
        String leader = killLeader(storm, fault);
        return leader + " " + NodeFaults.crashPrimary(storm, fault);
    }

    static String killAllCoordinators(Storm storm, Fault fault) {
        storm.cluster().coordinators().forEach(c -> kill(storm, c, fault));
        return "all coordinators die";
    }

    static String transfer(Storm storm, Fault fault) {
        FakeCoordinator to = storm.coordinator(fault.first());
        storm.raft().transfer(to);
        return "the leader hands over to " + to.name();
    }

    static String slowDisk(Storm storm, Fault fault) {
        FakeCoordinator coordinator = storm.coordinator(fault.first());
        long micros = 1000 + fault.second() % SLOWEST_DISK_MICROS;
        storm.raft().disk(coordinator, micros);
        storm.later(fault.lastsMillis(), "the disk of " + coordinator.name() + " is fast", () -> storm.raft()
                .disk(coordinator, FakeRaft.DISK_MICROS));
        return "the disk of " + coordinator.name() + " takes " + micros / 1000 + " ms for a write";
    }

    static String requestSwitchover(Storm storm, Fault fault) {
        return request(storm, ElectionKind.SWITCHOVER, fault);
    }

    static String requestFailover(Storm storm, Fault fault) {
        return request(storm, ElectionKind.FAILOVER, fault);
    }

    static String pauseForMaintenance(Storm storm, Fault fault) {
        String shard = fault.second() % 2 == 0 ? Upkeep.CLUSTER : storm.shard(fault.first());
        long millis = SHORTEST_MAINTENANCE_MILLIS + fault.lastsMillis() / 2;
        storm.cluster().request(new UpkeepRequest.Pause(shard, millis, ""));
        return "somebody pauses failovers of " + (shard.isEmpty() ? "all shards" : shard) + " for " + millis + " ms";
    }

    /** Taken back at the end, see {@link Storm}. */
    static String drain(Storm storm, Fault fault) {
        String agent = storm.agent(fault.first()).name();
        storm.cluster().request(new UpkeepRequest.Drain(agent, 100 + fault.second() % 2000));
        return "somebody drains the node of " + agent;
    }

    private static String request(Storm storm, ElectionKind kind, Fault fault) {
        String shard = storm.shard(fault.first());
        storm.cluster().request(new PromotionRequest(kind, shard, Optional.empty(), 100 + fault.second() % 2000));
        return "somebody asks for a " + kind.name().toLowerCase(Locale.ROOT) + " of " + shard;
    }
}
