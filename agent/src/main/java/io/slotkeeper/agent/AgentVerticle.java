package io.slotkeeper.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.agent.command.CommandExecutor;
import io.slotkeeper.agent.gate.ImportGate;
import io.slotkeeper.agent.guard.LeaseGuard;
import io.slotkeeper.agent.health.AgentMetrics;
import io.slotkeeper.agent.health.HealthServer;
import io.slotkeeper.agent.node.NodeSettings;
import io.slotkeeper.agent.node.NodeState;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.agent.node.SideConnection;
import io.slotkeeper.core.protocol.AgentIdentity;
import io.slotkeeper.core.protocol.Guarding;
import io.slotkeeper.core.protocol.NodeProblem;
import io.slotkeeper.core.protocol.ProcessState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Puts the parts of an agent together on one event loop. */
final class AgentVerticle extends VerticleBase implements NodeWatch.Listener {
    private static final int BUS_OFFSET = 10_000;
    private static final int LAST_PORT = 65_535;

    private final AgentOptions options;
    private final MeterRegistry registry;
    private final Consumer<Dismissal> dismissed;
    private volatile AgentIdentity identity;
    private volatile NodeState lastState;
    private NodeWatch node;
    private AgentMetrics metrics;
    private HeartbeatSender heartbeats;
    private CommandExecutor executor;
    private LeaseGuard guard;
    private ImportGate gate;
    private Optional<HealthServer> health = Optional.empty();

    AgentVerticle(AgentOptions options, MeterRegistry registry, Consumer<Dismissal> dismissed) {
        this.options = options;
        this.registry = registry;
        this.dismissed = dismissed;
        this.identity = identity(UUID.randomUUID().toString(), guessedBusPort());
    }

    @Override
    public Future<?> start() {
        NodeSettings settings = new NodeSettings();
        metrics = new AgentMetrics(registry, () -> notReady().isEmpty());
        node = new NodeWatch(vertx, options, settings, this);
        guard = new LeaseGuard(vertx, options.host(), node, settings);
        gate = new ImportGate(vertx, options.host(), options.redis(), new SideConnection(vertx, options));
        Reporter reporter = new Reporter(this::identity, node::state, this::guarding);
        heartbeats = new HeartbeatSender(vertx, node, reporter, metrics::heartbeat);
        executor = new CommandExecutor(
                vertx, options, node, settings, new CommandExecutor.Surroundings(reporter, metrics, guard, dismissed));
        lastState = node.state();
        return serveHealth()
                .compose(served -> guard.start(identity.leaseAddress()))
                .compose(guarding -> gate.start())
                .compose(listening -> executor.start(identity.commandAddress()))
                .onSuccess(registered -> {
                    node.start();
                    heartbeats.start(options.timing().heartbeat().toMillis());
                });
    }

    @Override
    public Future<?> stop() {
        heartbeats.stop();
        return executor.stop()
                .eventually(guard::stop)
                .eventually(gate::stop)
                .eventually(node::stop)
                .eventually(() -> health.map(HealthServer::stop).orElse(Future.succeededFuture()));
    }

    @Override
    public void stateRead() {
        lastState = node.state();
        node.clusterNodes()
                .map(nodes -> nodes.myself().busPort())
                .filter(port -> port > 0 && options.announced().busPort() == 0 && port != identity.busPort())
                .ifPresent(port -> identity = identity(identity.instance(), port));
        guard.stateRead();
        heartbeats.stateRead();
    }

    @Override
    public void connected() {
        metrics.connected();
    }

    @Override
    public void probeAnswered(long nanos) {
        metrics.probe(nanos);
    }

    private Guarding guarding() {
        return guard.guarding().withImportPort(gate.port());
    }

    AgentIdentity identity() {
        return identity;
    }

    Future<Void> restoreSettings() {
        Promise<Void> promise = Promise.promise();
        context.runOnContext(now -> executor.restoreSettings().onComplete(promise));
        return promise.future();
    }

    private Future<Void> serveHealth() {
        if (options.healthPort() == 0) {
            return Future.succeededFuture();
        }
        HealthServer server = new HealthServer(vertx, options.host(), this::notReady, this::scrape);
        health = Optional.of(server);
        return server.start(options.healthPort());
    }

    private String scrape() {
        return registry instanceof PrometheusMeterRegistry prometheus ? prometheus.scrape() : "";
    }

    private Optional<String> notReady() {
        NodeState state = lastState;
        if (state == null || state.process() != ProcessState.UP) {
            return Optional.of("the node at " + options.redis() + " is "
                    + (state == null ? ProcessState.UNKNOWN : state.process()));
        }
        return state.problem() == NodeProblem.NONE
                ? Optional.empty()
                : Optional.of("the node at " + options.redis() + " cannot be used: "
                        + state.problem().text());
    }

    private AgentIdentity identity(String instance, int busPort) {
        AgentOptions.Announce announce = options.announced();
        return new AgentIdentity(options.name(), instance, options.zone(), announce.host(), announce.port(), busPort);
    }

    private int guessedBusPort() {
        AgentOptions.Announce announce = options.announced();
        return announce.busPort() > 0 ? announce.busPort() : Math.min(announce.port() + BUS_OFFSET, LAST_PORT);
    }
}
