package io.slotkeeper.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.core.protocol.AgentIdentity;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;

/** One agent: starts, stops, and tells when the coordinator does not want it. Safe for any thread. */
public final class Agent {
    private final Vertx vertx;
    private final AgentVerticle verticle;
    private final Promise<Dismissal> dismissed = Promise.promise();
    private volatile Optional<String> deployment = Optional.empty();

    /** With a registry of its own. */
    public Agent(Vertx vertx, AgentOptions options) {
        this(vertx, options, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /**
     * Nothing is started yet.
     *
     * @param vertx carries reports and commands; the caller closes it
     * @param registry where the agent's meters go; {@code /metrics} needs a {@link PrometheusMeterRegistry}
     */
    public Agent(Vertx vertx, AgentOptions options, MeterRegistry registry) {
        this.vertx = vertx;
        this.verticle = new AgentVerticle(options, registry, dismissed::tryComplete);
    }

    /**
     * Starts to watch, report and take commands. The node need not be there yet.
     *
     * @return done when commands can arrive; fails when the HTTP port is taken
     */
    public Future<Void> start() {
        return vertx.deployVerticle(verticle)
                .onSuccess(id -> deployment = Optional.of(id))
                .mapEmpty();
    }

    /** Stops everything and leaves the node as it is. */
    public Future<Void> stop() {
        return deployment.map(vertx::undeploy).orElse(Future.succeededFuture());
    }

    /** Completes when the coordinator has dismissed this agent; the process should then end with an exit code. */
    public Future<Dismissal> dismissed() {
        return dismissed.future();
    }

    /** Who this agent is; the bus port is a guess until the node has answered. */
    public AgentIdentity identity() {
        return verticle.identity();
    }

    /** Gives the node the settings back that it had before the agent changed them. Runs on any thread. */
    public Future<Void> restoreSettings() {
        return verticle.restoreSettings();
    }
}
