package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.map.Shard;
import java.util.List;

/** Faults of Redis processes. */
final class NodeFaults {
    private NodeFaults() {}

    static String crash(Storm storm, Fault fault) {
        return crash(storm, storm.agent(fault.first()));
    }

    static String crashPrimary(Storm storm, Fault fault) {
        return crash(storm, storm.primary(fault.first()));
    }

    private static String crash(Storm storm, FakeAgent agent) {
        if (!agent.node().up) {
            return "";
        }
        storm.cluster().crash(agent);
        return "the node of " + agent.name() + " dies";
    }

    static String start(Storm storm, Fault fault) {
        List<FakeAgent> down =
                storm.cluster().agents().stream().filter(a -> !a.node().up).toList();
        if (down.isEmpty()) {
            return "";
        }
        FakeAgent agent = down.get(fault.first() % down.size());
        storm.cluster().start(agent, false);
        return "the node of " + agent.name() + " starts";
    }

    static String restart(Storm storm, Fault fault) {
        return restart(storm, storm.agent(fault.first()), false);
    }

    static String restartPrimary(Storm storm, Fault fault) {
        return restart(storm, storm.primary(fault.first()), false);
    }

    static String restartEmpty(Storm storm, Fault fault) {
        FakeAgent agent = fault.second() % 2 == 0 ? storm.primary(fault.first()) : storm.agent(fault.first());
        storm.cluster().redis().emptiesMayLose(!isSafeToEmpty(storm, agent, fault));
        return restart(storm, agent, true);
    }

    /** Nothing else goes wrong for a while, and a replica has what is lost: then the leader must save it. */
    private static boolean isSafeToEmpty(Storm storm, FakeAgent agent, Fault fault) {
        Shard shard = storm.cluster().map().shardOf(agent.node().id()).orElse(null);
        return shard != null
                && storm.isQuietFor(fault)
                && shard.nodes().allMatch(n -> storm.cluster().redis().node(n.id()).up)
                && shard.replicas().stream()
                        .map(n -> storm.cluster().redis().node(n.id()))
                        .anyMatch(n -> n.linkUp && n.synced && n.keys > 0);
    }

    private static String restart(Storm storm, FakeAgent agent, boolean empty) {
        storm.cluster().restartUnseen(agent, empty);
        return "the node of " + agent.name() + " restarts" + (empty ? " without its data" : "");
    }

    static String stopPrimary(Storm storm, Fault fault) {
        return hang(storm, storm.primary(fault.first()), true, fault);
    }

    static String silence(Storm storm, Fault fault) {
        return hang(storm, storm.agent(fault.first()), false, fault);
    }

    private static String hang(Storm storm, FakeAgent agent, boolean visibly, Fault fault) {
        FakeNode node = agent.node();
        if (!node.up || node.hung || !storm.mayDisturb()) {
            return "";
        }
        if (visibly) {
            storm.cluster().stopProcess(agent);
        } else {
            storm.cluster().hang(agent, true);
        }
        String run = node.runId;
        storm.later(fault.lastsMillis(), "the node of " + agent.name() + " goes on", () -> {
            if (node.up && node.runId.equals(run)) {
                storm.cluster().hang(agent, false);
            }
        });
        return "the node of " + agent.name() + (visibly ? " is stopped" : " does not answer");
    }

    static String freeze(Storm storm, Fault fault) {
        FakeAgent agent = storm.agent(fault.first());
        agent.node().freeze(true);
        storm.later(fault.lastsMillis(), agent.name() + " receives again", () -> agent.node()
                .freeze(false));
        return "the node of " + agent.name() + " receives no replication stream";
    }
}
