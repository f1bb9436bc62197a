package io.slotkeeper.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.slotkeeper.bus.BusOptions;
import io.slotkeeper.bus.ClusterBus;
import io.slotkeeper.bus.HazelcastBus;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** An agent with its membership of the cluster: what an agent process consists of. Safe for any thread. */
public final class AgentNode {
    private final ClusterBus bus;
    private final Agent agent;

    private AgentNode(ClusterBus bus, Agent agent) {
        this.bus = bus;
        this.agent = agent;
    }

    /**
     * Joins the cluster and starts the agent.
     *
     * @param registry where the agent's meters go
     * @return fails, with nothing left running, when the bus or the agent cannot be started
     */
    public static Future<AgentNode> start(AgentOptions options, BusOptions busOptions, MeterRegistry registry) {
        return HazelcastBus.start(busOptions).compose(bus -> {
            AgentNode node = new AgentNode(bus, new Agent(bus.vertx(), options.withHost(busOptions.host()), registry));
            Promise<AgentNode> promise = Promise.promise();
            node.agent.start().onSuccess(started -> promise.complete(node)).onFailure(e -> bus.close()
                    .onComplete(closed -> promise.fail(e)));
            return promise.future();
        });
    }

    /** The agent. */
    public Agent agent() {
        return agent;
    }

    /** Its membership. */
    public ClusterBus bus() {
        return bus;
    }

    /** Stops the agent, then leaves the cluster. The node goes on. */
    public Future<Void> stop() {
        // A future of its own: those of the agent complete on an event loop that is closed by then.
        Promise<Void> promise = Promise.promise();
        agent.stop().onComplete(stopped -> bus.close().onComplete(promise));
        return promise.future();
    }
}
