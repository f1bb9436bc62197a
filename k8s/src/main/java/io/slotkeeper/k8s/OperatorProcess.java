package io.slotkeeper.k8s;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.slotkeeper.k8s.api.RedisCluster;
import io.slotkeeper.k8s.coordinators.PodAddresses;
import io.slotkeeper.k8s.reconcile.ClusterReconciler;
import io.slotkeeper.k8s.render.Names;
import io.slotkeeper.k8s.render.Ports;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A running operator: JOSDK with one reconciler, leader election, health. {@link #start} blocks, {@link #close} too; both may
 * be called from any thread.
 */
public final class OperatorProcess implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Operator operator;
    private final Optional<HealthServer> health;
    private final CompletableFuture<Void> lost = new CompletableFuture<>();

    /** Nothing runs yet. Owns the client. */
    public OperatorProcess(KubernetesClient client, OperatorOptions options) {
        this(client, options, ClusterReconciler.Pace.USUAL);
    }

    OperatorProcess(KubernetesClient client, OperatorOptions options, ClusterReconciler.Pace pace) {
        this.operator = new Operator(overrider -> configure(overrider, client, options));
        ClusterReconciler reconciler = new ClusterReconciler(
                options.images(), pods -> PodAddresses.coordinators(pods, Ports.HTTP), Clock.systemUTC(), pace);
        operator.register(reconciler, settings -> watch(settings, options));
        this.health = options.httpPort() == 0
                ? Optional.empty()
                : Optional.of(new HealthServer(
                        options.httpPort(), () -> operator.getRuntimeInfo().allEventSourcesAreHealthy()));
    }

    private void configure(ConfigurationServiceOverrider overrider, KubernetesClient client, OperatorOptions options) {
        overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(true)
                .withStopOnInformerErrorDuringStartup(true)
                .withReconciliationTerminationTimeout(STOP_TIMEOUT);
        options.leaseNamespace()
                .ifPresent(namespace -> overrider.withLeaderElectionConfiguration(
                        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(Names.MANAGER)
                                .withLeaseNamespace(namespace)
                                .withExitOnStopLeading(false)
                                .withLeaderCallbacks(
                                        new LeaderCallbacks(() -> {}, () -> lost.complete(null), leader -> {}))
                                .build()));
    }

    private static void watch(ControllerConfigurationOverrider<RedisCluster> settings, OperatorOptions options) {
        settings.withFieldManager(Names.MANAGER);
        if (options.namespaces().isEmpty()) {
            settings.watchingAllNamespaces();
        } else {
            settings.settingNamespaces(options.namespaces());
        }
    }

    /**
     * Runs from now on, or waits to be elected; returns when the watches have begun.
     *
     * @throws RuntimeException if the API server cannot be reached, the CRD is missing, or rights are
     */
    public void start() {
        health.ifPresent(HealthServer::start);
        operator.start();
    }

    /** Completes when another operator may have become the leader: this one must end. */
    public CompletableFuture<Void> lost() {
        return lost;
    }

    /** Stops reconciling, gives the lease back, closes the client. */
    @Override
    public void close() {
        operator.stop();
        health.ifPresent(HealthServer::close);
    }

    /** The release that this is. */
    public static String version() {
        return Optional.ofNullable(OperatorProcess.class.getPackage().getImplementationVersion())
                .orElse("latest");
    }

    /** What is at the bottom of a failure. */
    public static String rootText(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
