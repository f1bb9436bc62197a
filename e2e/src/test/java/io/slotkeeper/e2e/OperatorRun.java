package io.slotkeeper.e2e;

import io.slotkeeper.e2e.kube.Program;
import io.slotkeeper.e2e.kube.SmallKubernetes;
import io.slotkeeper.testkit.ProcessReaper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code slotkeeper operator} as a process of its own, which finds the API server by a kubeconfig. */
final class OperatorRun implements AutoCloseable {
    /** By which its calls are told from those of others. */
    static final String NAME = "operator-under-test";

    private static final long STOP_SECONDS = 15;

    private final SmallKubernetes kubernetes;
    private final Path kubeconfig;
    private Process process;

    private OperatorRun(SmallKubernetes kubernetes) {
        this.kubernetes = kubernetes;
        this.kubeconfig = kubeconfig(kubernetes);
    }

    static OperatorRun start(SmallKubernetes kubernetes) {
        OperatorRun run = new OperatorRun(kubernetes);
        run.start();
        return run;
    }

    private static Path kubeconfig(SmallKubernetes kubernetes) {
        String server = kubernetes.client().getConfiguration().getMasterUrl();
        try {
            return Files.writeString(kubernetes.logs().resolveSibling("kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: small, cluster: {server: "%s"}}]
                    users: [{name: nobody, user: {}}]
                    contexts: [{name: small, context: {cluster: small, user: nobody, namespace: ns}}]
                    current-context: small
                    """.formatted(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it (again). */
    void start() {
        ProcessBuilder builder = new ProcessBuilder(
                        List.of(Program.launcher(), "operator", "--namespaces", SmallKubernetes.NAMESPACE))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        kubernetes.logs().resolve("operator.log").toFile()));
        builder.environment().putAll(Program.environment());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("KUBERNETES_USER_AGENT", NAME);
        try {
            process = ProcessReaper.start(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; returns when it is gone. */
    void kill9() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
