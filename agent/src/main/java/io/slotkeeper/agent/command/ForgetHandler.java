package io.slotkeeper.agent.command;

import io.slotkeeper.agent.node.ClusterNodeLine;
import io.slotkeeper.agent.node.ClusterNodesReply;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the node forget those that do not belong to the cluster. Nobody who owns slots is forgotten. */
final class ForgetHandler implements OrderHandler<Order.Forget> {
    private final NodeWatch node;

    ForgetHandler(NodeWatch node) {
        this.node = node;
    }

    @Override
    public Future<Outcome> handle(Order.Forget order, Permit permit) {
        return node.refresh().compose(read -> {
            List<ClusterNodeLine> strangers = strangers(Set.copyOf(order.members()));
            List<ClusterNodeLine> owners =
                    strangers.stream().filter(line -> !line.slots().isEmpty()).toList();
            List<ClusterNodeLine> forgettable =
                    strangers.stream().filter(line -> line.slots().isEmpty()).toList();
            Future<Outcome> forgotten = forgettable.isEmpty()
                    ? Future.succeededFuture(Outcome.DONE)
                    : node.runAndRead(forgettable.stream()
                                    .map(line -> Requests.of(
                                            "CLUSTER", "FORGET", line.id().hex()))
                                    .toList())
                            .map(Outcome::ofReplies);
            return forgotten.map(outcome -> outcome.result() == Result.DONE && !owners.isEmpty()
                    ? Outcome.failed("nodes that do not belong to the cluster own slots: " + names(owners)
                            + "; give the slots back, then they are forgotten")
                    : outcome.read());
        });
    }

    private List<ClusterNodeLine> strangers(Set<NodeId> members) {
        return node.clusterNodes().map(ClusterNodesReply::lines).orElse(List.of()).stream()
                .filter(line -> !line.myself() && !line.inHandshake() && !members.contains(line.id()))
                .toList();
    }

    private static String names(List<ClusterNodeLine> lines) {
        return lines.stream()
                .map(line -> line.id().abbreviated() + " (" + line.slots() + ")")
                .collect(Collectors.joining(", "));
    }
}
