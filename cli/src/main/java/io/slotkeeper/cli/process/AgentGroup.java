package io.slotkeeper.cli.process;

import io.slotkeeper.agent.Agent;
import io.slotkeeper.agent.AgentOptions;
import io.slotkeeper.agent.AgentTiming;
import io.slotkeeper.agent.Credentials;
import io.slotkeeper.agent.RedisAddress;
import io.slotkeeper.agent.Secret;
import io.slotkeeper.bus.BusMember;
import io.slotkeeper.bus.BusOptions;
import io.slotkeeper.bus.BusStart;
import io.slotkeeper.bus.ClusterBus;
import io.slotkeeper.bus.HazelcastBus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Agents of this process on one member of the cluster, which bears the name of the first. */
final class AgentGroup implements RunningPart {
    private final List<AgentOptions> options;
    private final BusOptions busOptions;
    private final List<Agent> agents = new ArrayList<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile ClusterBus bus;

    /**
     * Nothing is started yet.
     *
     * @throws IllegalArgumentException with the rule that a setting breaks
     */
    AgentGroup(List<AgentSettings> settings) {
        AgentSettings first = settings.get(0);
        this.options = settings.stream().map(AgentGroup::options).toList();
        this.busOptions = new BusOptions(
                new BusMember(first.name(), BusMember.Role.AGENT, first.zone()),
                first.membership().host(),
                first.membership().clusterPort(),
                first.membership().seeds(),
                Optional.empty());
    }

    /** Joins, then starts the agents. */
    Starting start() {
        BusStart joining = HazelcastBus.starting(busOptions);
        CompletableFuture<RunningPart> started = joining.future()
                .compose(this::startOn)
                .<RunningPart>map(this)
                .toCompletionStage()
                .toCompletableFuture();
        return new Starting(started, joining::cancel);
    }

    @Override
    public CompletableFuture<Void> stop() {
        return Future.join(agents.stream().map(Agent::stop).toList())
                .transform(stopped -> bus.close())
                .toCompletionStage()
                .toCompletableFuture();
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    private Future<Void> startOn(ClusterBus joined) {
        bus = joined;
        for (AgentOptions each : options) {
            Agent agent = new Agent(joined.vertx(), each);
            agent.dismissed()
                    .onSuccess(dismissal -> ended.complete("Agent " + each.name() + " was dismissed: "
                            + dismissal.text() + " [" + dismissal.code() + "]"));
            agents.add(agent);
        }
        return Future.all(agents.stream().map(Agent::start).toList())
                .<Void>mapEmpty()
                .recover(failure -> stopAfter(joined, failure));
    }

    private static Future<Void> stopAfter(ClusterBus joined, Throwable failure) {
        return joined.close().transform(closed -> Future.failedFuture(failure));
    }

    private static AgentOptions options(AgentSettings settings) {
        AgentTiming timing = AgentTiming.defaults()
                .withHangs(settings.hangs().after(), settings.hangs().busyAfter());
        return new AgentOptions(
                settings.name(),
                RedisAddress.parse(settings.node().redis()),
                settings.node().announce().map(AgentGroup::announce),
                settings.zone(),
                credentials(settings.node().access()),
                timing,
                settings.membership().host(),
                settings.httpPort(),
                settings.drills());
    }

    private static Optional<Credentials> credentials(RedisAccess access) {
        return access.password().map(password -> new Credentials(access.user(), Secret.of(password)));
    }

    /** {@code host:port} or {@code host:port@busport}. */
    private static AgentOptions.Announce announce(String text) {
        int at = text.lastIndexOf('@');
        RedisAddress address = RedisAddress.parse(at < 0 ? text : text.substring(0, at));
        String busPort = at < 0 ? "0" : text.substring(at + 1);
        if (address.isUnix() || !busPort.matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "--announce '" + text + "' is not an address: write HOST:PORT or HOST:PORT@BUSPORT");
        }
        return new AgentOptions.Announce(address.host(), address.port(), Integer.parseInt(busPort));
    }
}
