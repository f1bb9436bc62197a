package io.slotkeeper.cli.quickstart;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Style;
import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.cli.process.ProcessLauncher;
import io.slotkeeper.cli.process.StopSignal;
import io.slotkeeper.testkit.RedisProcessException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the quickstart, from the first line to the last. */
final class QuickstartSession {
    private static final Logger LOG = LoggerFactory.getLogger(QuickstartSession.class);

    private final QuickstartSettings settings;
    private final Narrator narrator;
    private final QuickstartCluster cluster;

    QuickstartSession(QuickstartSettings settings, ProcessLauncher launcher, Terminal terminal) {
        this.settings = settings;
        this.narrator = new Narrator(terminal);
        this.cluster = new QuickstartCluster(settings, launcher, narrator);
    }

    /**
     * Starts, shows what happens until the signal comes, stops.
     *
     * @throws CommandFailure if the start failed; everything is stopped then too
     */
    ExitCode run(StopSignal signal) {
        Thread closer = new Thread(cluster::close, "quickstart-close");
        Runtime.getRuntime().addShutdownHook(closer);
        try {
            if (started(signal)) {
                announce();
                show(signal);
            }
            narrator.tell("stopping");
        } finally {
            cluster.close();
            removeHook(closer);
        }
        narrator.line("Stopped: no process is left"
                + settings.dataDir()
                        .map(dir -> ", the data is in " + dir + ".")
                        .orElse(" and the temporary data is removed."));
        return signal.await();
    }

    /** Starts on a thread of its own, so that a signal can interrupt it; false when one came. */
    private boolean started(StopSignal signal) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread starter = new Thread(() -> start(done), "quickstart-start");
        starter.start();
        CompletableFuture.anyOf(done.handle((nothing, failure) -> true), signal.received())
                .join();
        if (signal.isStopped()) {
            starter.interrupt();
            done.handle((nothing, failure) -> true).join();
            return false;
        }
        try {
            done.join();
            return true;
        } catch (CompletionException e) {
            if (e.getCause() instanceof CommandFailure known) {
                throw known;
            }
            throw e;
        }
    }

    // The failure is passed on whatever it is: this is the end of a thread.
    private void start(CompletableFuture<Void> done) {
        try {
            cluster.start();
            done.complete(null);
        } catch (RedisProcessException e) {
            done.completeExceptionally(new CommandFailure(ExitCode.FAILED, e.getMessage(), e));
        } catch (RuntimeException | Error e) {
            LOG.debug("the start failed", e);
            done.completeExceptionally(e);
        }
    }

    private void announce() {
        narrator.line("READY " + settings.url());
        int redisPort = settings.topology().redisPort();
        String password = settings.redis().password().isPresent() ? "REDISCLI_AUTH=... " : "";
        String coordinator = settings.ports().http() == 8080 ? "" : " --coordinator " + settings.url();
        narrator.line(narrator.terminal()
                .paint(
                        Style.FAINT,
                        "  " + password + "redis-cli -c -p " + redisPort + "    any Redis Cluster client works\n"
                                + "  slotkeeper status" + coordinator + "\n"
                                + "  also: slots, nodes, watch, history, switchover, failover\n"
                                + "  kill -9 a redis-server to see a failover; Ctrl-C stops everything"));
    }

    private void show(StopSignal signal) {
        if (!LiveView.open(cluster.client(), narrator, signal)) {
            new ChangeLines(cluster.client(), narrator).follow(signal);
        }
    }

    private static void removeHook(Thread closer) {
        try {
            Runtime.getRuntime().removeShutdownHook(closer);
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending already; closing twice does nothing", e);
        }
    }
}
