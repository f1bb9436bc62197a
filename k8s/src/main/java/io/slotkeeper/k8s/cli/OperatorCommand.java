package io.slotkeeper.k8s.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.cli.process.StopSignal;
import io.slotkeeper.k8s.OperatorOptions;
import io.slotkeeper.k8s.OperatorProcess;
import io.slotkeeper.k8s.render.Images;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slotkeeper operator}. */
@Command(
        name = "operator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the Kubernetes operator: makes clusters of RedisCluster resources and keeps them so."
                + " Finds the API server like kubectl: in a pod by its service account, elsewhere by the kubeconfig.")
final class OperatorCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--namespaces",
            paramLabel = "NAMESPACE",
            split = ",",
            description = "Namespaces to look after; repeatable, or a comma list. Without it: all.")
    List<String> namespaces = List.of();

    @Option(
            names = "--coordinator-image",
            paramLabel = "IMAGE",
            description = "Image of coordinators whose spec names none. Default: that of this release.")
    String coordinatorImage;

    @Option(
            names = "--agent-image",
            paramLabel = "IMAGE",
            description = "Image of agents whose spec names none. Default: that of this release.")
    String agentImage;

    @Option(
            names = "--lease-namespace",
            paramLabel = "NAMESPACE",
            description = "Where operators elect a leader, by the Lease slotkeeper-operator; the others wait."
                    + " Without it: no election, so only one may run.")
    String leaseNamespace;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Health, on all addresses; 0: none. Default: ${DEFAULT-VALUE}.")
    int httpPort;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file of settings: every flag without its dashes is a key. Also SLOTKEEPER_CONFIG.")
    Path config;

    @Override
    public Integer call() {
        if (httpPort < 0 || httpPort > 65_535) {
            throw new ParameterException(
                    spec.commandLine(), "--http-port: " + httpPort + " is not a port: give 1 to 65535, or 0 for none.");
        }
        Terminal terminal = Terminal.of(spec);
        StopSignal signal = StopSignal.listen();
        Config server = Config.autoConfigure(null);
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(server).build();
        try (OperatorProcess operator = new OperatorProcess(client, options())) {
            start(operator, server);
            terminal.message("operator runs at " + server.getMasterUrl() + "; Ctrl-C stops it");
            CompletableFuture.anyOf(signal.received(), operator.lost()).join();
            if (!signal.isStopped()) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "This operator is no longer the leader, so it ends. Whoever started it starts it again.");
            }
            terminal.message("operator is stopping");
        }
        return signal.await().code();
    }

    private static void start(OperatorProcess operator, Config server) {
        try {
            operator.start();
        } catch (RuntimeException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "The operator cannot start at " + server.getMasterUrl() + ": " + OperatorProcess.rootText(e)
                            + ". Install the CRD and the rights of deploy/kubernetes first, see docs/kubernetes.md.",
                    e);
        }
    }

    private OperatorOptions options() {
        Images usual = Images.ofRelease(OperatorProcess.version());
        return new OperatorOptions(
                Set.copyOf(namespaces),
                new Images(
                        Optional.ofNullable(coordinatorImage).orElse(usual.coordinator()),
                        Optional.ofNullable(agentImage).orElse(usual.agent())),
                Optional.ofNullable(leaseNamespace),
                httpPort);
    }
}
