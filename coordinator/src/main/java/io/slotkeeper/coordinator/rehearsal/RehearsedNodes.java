package io.slotkeeper.coordinator.rehearsal;

import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.AgentIdentity;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.Guarding;
import io.slotkeeper.core.protocol.LooseEnds;
import io.slotkeeper.core.protocol.NodeConfig;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.protocol.Redundancy;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import java.util.Optional;

/** Two made-up nodes that obey at once: one shard with a primary and a replica. Not thread-safe. */
final class RehearsedNodes {
    private static final long OFFSET = 1000;
    private static final long DOWN_MICROS = 100;

    final List<Node> nodes = List.of(node(0), node(1));
    private int primary;
    private long sequence;

    private static Node node(int index) {
        return new Node(
                new NodeId(Integer.toString(index + 1).repeat(40)),
                "rehearsal",
                index + 1,
                index + 10_001,
                "zone-" + index,
                "rehearsal-" + index);
    }

    Shard planned() {
        return new Shard("s1", 1, SlotSet.all(), ShardState.FORMING, nodes.get(0), List.of(nodes.get(1)));
    }

    int primary() {
        return primary;
    }

    int replica() {
        return 1 - primary;
    }

    /** What a node's agent reports at this moment. */
    AgentReport report(int index, ProcessState process, long nanos) {
        long down = process == ProcessState.GONE ? DOWN_MICROS : 0;
        return new AgentReport(
                identity(index),
                ++sequence,
                nanos,
                process,
                down,
                0,
                NodeProblem.NONE,
                Guarding.NONE,
                Optional.of(view(index)));
    }

    /** Does what the order says, as far as others would notice. */
    CommandReply obey(String agent, AgentCommand command, long nanos) {
        int index = nodes.get(0).agent().equals(agent) ? 0 : 1;
        if (command.order() instanceof Order.Promote) {
            primary = index;
        }
        return new CommandReply(command.id(), Result.DONE, "", OFFSET, 1, report(index, ProcessState.UP, nanos));
    }

    private AgentIdentity identity(int index) {
        Node node = nodes.get(index);
        return new AgentIdentity(node.agent(), "1", node.zone(), node.host(), node.port(), node.busPort());
    }

    private NodeView view(int index) {
        boolean leads = index == primary;
        return new NodeView(
                nodes.get(index).id(),
                "run",
                "7.0.0",
                leads ? NodeRole.PRIMARY : NodeRole.REPLICA,
                leads ? Optional.empty() : Optional.of(nodes.get(primary).id()),
                "history",
                OFFSET,
                true,
                true,
                1,
                leads ? 2 : 1,
                leads ? SlotSet.all() : SlotSet.empty(),
                0,
                2,
                LooseEnds.NONE,
                true,
                false,
                false,
                true,
                NodeConfig.DEFAULTS,
                Redundancy.NONE);
    }
}
