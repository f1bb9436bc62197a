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

    /** Names the others and forgets nobody. */
    Future<Outcome> survey(Order.Survey order, Permit permit) {
        return node.refresh().map(read -> {
            List<ClusterNodeLine> strangers = strangers(Set.copyOf(order.members()));
            return strangers.isEmpty()
                    ? Outcome.DONE.read()
                    : Outcome.failed("Without an agent: "
                                    + strangers.stream()
                                            .map(line ->
                                                    line.id().abbreviated() + " at " + line.host() + ":" + line.port())
                                            .collect(Collectors.joining(", "))
                                    + "; start an agent beside each.")
                            .read();
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
