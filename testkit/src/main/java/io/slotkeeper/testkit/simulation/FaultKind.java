package io.slotkeeper.testkit.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** Everything that can happen in a {@link Scenario}. Each says what it did, or nothing when it could not happen. */
enum FaultKind {
    HOST_ISOLATED(NetworkFaults::isolate),
    PRIMARY_ISOLATED(NetworkFaults::isolatePrimary),
    AGENT_OUT_OF_SIGHT(NetworkFaults::cutFromCoordinators),
    PRIMARY_OUT_OF_SIGHT(NetworkFaults::cutPrimaryFromCoordinators),
    HOSTS_APART(NetworkFaults::cutPair),
    ONE_WAY(NetworkFaults::cutOneWay),
    ZONE_APART(NetworkFaults::cutZone),
    COORDINATOR_ISOLATED(NetworkFaults::isolateCoordinator),
    LEADER_ISOLATED(NetworkFaults::isolateLeader),
    MESSAGES_LATE(NetworkFaults::delay),
    ORDER_LATE(NetworkFaults::delayOrder),
    PROMOTION_LATE(NetworkFaults::delayPromotion),
    NODE_CRASH(NodeFaults::crash),
    PRIMARY_CRASH(NodeFaults::crashPrimary),
    NODE_START(NodeFaults::start),
    NODE_RESTART(NodeFaults::restart),
    PRIMARY_RESTART(NodeFaults::restartPrimary),
    RESTART_EMPTY(NodeFaults::restartEmpty),
    PRIMARY_STOPPED(NodeFaults::stopPrimary),
    NODE_SILENT(NodeFaults::silence),
    REPLICATION_FROZEN(NodeFaults::freeze),
    AGENT_PAUSE(ProcessFaults::pauseAgent),
    AGENT_DEATH(ProcessFaults::killAgent),
    COORDINATOR_PAUSE(ProcessFaults::pauseCoordinator),
    LEADER_PAUSE(ProcessFaults::pauseLeader),
    COORDINATOR_DEATH(ProcessFaults::killCoordinator),
    LEADER_DEATH(ProcessFaults::killLeader),
    LEADER_AND_PRIMARY_DEATH(ProcessFaults::killLeaderAndPrimary),
    ALL_COORDINATORS_DEATH(ProcessFaults::killAllCoordinators),
    LEADER_TRANSFER(ProcessFaults::transfer),
    SLOW_DISK(ProcessFaults::slowDisk),
    SWITCHOVER(ProcessFaults::requestSwitchover),
    FAILOVER(ProcessFaults::requestFailover),
    MAINTENANCE(ProcessFaults::pauseForMaintenance),
    DRAIN(ProcessFaults::drain);

    private final BiFunction<Storm, Fault, String> effect;

    FaultKind(BiFunction<Storm, Fault, String> effect) {
        this.effect = effect;
    }

    /** What nobody wants. */
    static List<FaultKind> accidents() {
        return Arrays.stream(values())
                .filter(kind -> !maintenance().contains(kind))
                .toList();
    }

    /** What people do to a cluster that they work on. */
    static List<FaultKind> maintenance() {
        return List.of(MAINTENANCE, DRAIN);
    }

    /** Lets it happen. Returns what happened, in words; empty when nothing did. */
    String strike(Storm storm, Fault fault) {
        return effect.apply(storm, fault);
    }
}
