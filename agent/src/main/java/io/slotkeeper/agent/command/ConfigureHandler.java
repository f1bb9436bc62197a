package io.slotkeeper.agent.command;

import io.slotkeeper.agent.Credentials;
import io.slotkeeper.agent.node.NodeSettings;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.Reply;
import io.slotkeeper.agent.node.Requests;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.protocol.Order;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts settings in force: reads them all, remembers and changes those that differ, one {@code CONFIG SET} each since Redis
 * 6.2 takes one parameter. Adds what a replica needs to log in to its primary. Never shows values: some are passwords.
 */
final class ConfigureHandler implements OrderHandler<Order.Configure> {
    private final NodeWatch node;
    private final NodeSettings settings;
    private final Optional<Credentials> credentials;

    ConfigureHandler(NodeWatch node, NodeSettings settings, Optional<Credentials> credentials) {
        this.node = node;
        this.settings = settings;
        this.credentials = credentials;
    }

    @Override
    public Future<Outcome> handle(Order.Configure order, Permit permit) {
        Map<String, String> wanted = new TreeMap<>(order.settings());
        credentials.ifPresent(login -> {
            wanted.put("masterauth", login.password().reveal());
            login.user().ifPresent(user -> wanted.put("masteruser", user));
        });
        Optional<String> runId = node.state().view().map(NodeView::runId);
        return apply(wanted).onSuccess(outcome -> {
            if (outcome.text().isEmpty()) {
                runId.ifPresent(settings::configured);
            }
        });
    }

    /** Gives every setting that was changed its former value back. */
    Future<Outcome> restore() {
        return set(settings.former()).onSuccess(outcome -> {
            if (outcome.text().isEmpty()) {
                settings.forget();
            }
        });
    }

    /** Sets what differs and what the server knows, and remembers nothing. */
    Future<Outcome> put(Map<String, String> wanted) {
        return different(wanted).compose(different -> {
            Map<String, String> values = new TreeMap<>(wanted);
            values.keySet().retainAll(different.keySet());
            return set(values);
        });
    }

    private Future<Outcome> apply(Map<String, String> wanted) {
        return different(wanted).compose(different -> {
            different.forEach(settings::remember);
            Map<String, String> values = new TreeMap<>(wanted);
            values.keySet().retainAll(different.keySet());
            return set(values);
        });
    }

    /** The present values of settings that the server knows and that are not as wanted. */
    private Future<Map<String, String>> different(Map<String, String> wanted) {
        List<String> names = List.copyOf(wanted.keySet());
        return node.run(names.stream().map(Requests::configGet).toList()).map(replies -> {
            Map<String, String> different = new TreeMap<>();
            for (int i = 0; i < names.size(); i++) {
                Reply present = replies.get(i);
                String name = names.get(i);
                // An empty answer: this version does not know the setting.
                if (present.size() == 2 && !present.element(1).text().equals(wanted.get(name))) {
                    different.put(name, present.element(1).text());
                }
            }
            return different;
        });
    }

    private Future<Outcome> set(Map<String, String> values) {
        if (values.isEmpty()) {
            return Future.succeededFuture(Outcome.DONE);
        }
        List<String> names = List.copyOf(values.keySet());
        List<Request> requests = new ArrayList<>();
        names.forEach(name -> requests.add(Requests.configSet(name, values.get(name))));
        return node.run(requests).map(replies -> outcome(names, replies));
    }

    private static Outcome outcome(List<String> names, List<Reply> replies) {
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i).isError()) {
                // The reply can quote the value, so only its code is shown.
                return Outcome.failed("the node refused the setting " + names.get(i) + " ("
                        + replies.get(i).error().split(" ", 2)[0]
                        + "); check that the server supports it and that the agent's user may run CONFIG");
            }
        }
        return Outcome.DONE;
    }
}
