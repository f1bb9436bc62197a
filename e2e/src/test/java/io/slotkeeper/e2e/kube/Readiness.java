package io.slotkeeper.e2e.kube;

import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether a container is ready, by its probes. One that is not yet ready is probed more often than its spec says, so that tests
 * need not wait; there are no liveness probes here. For one thread.
 */
final class Readiness {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private static final Duration IMPATIENT = Duration.ofMillis(300);

    private final ContainerProcess process;
    private final String address;
    private boolean ready;
    private int failures;
    private long next = System.nanoTime();

    Readiness(ContainerProcess process, String address) {
        this.process = process;
        this.address = address;
    }

    /** As at the last probe, after another one when it is time. */
    boolean isReady() throws InterruptedException {
        Optional<Probe> probe = Optional.ofNullable(process.container().getReadinessProbe());
        if (probe.isEmpty() || !process.isAlive()) {
            ready = process.isAlive();
        } else if (System.nanoTime() - next >= 0) {
            judge(probe.get(), succeeds(probe.get()));
        }
        return ready;
    }

    private void judge(Probe probe, boolean success) {
        failures = success ? 0 : failures + 1;
        if (success) {
            ready = true;
        } else if (failures >= Objects.requireNonNullElse(probe.getFailureThreshold(), 3)) {
            ready = false;
        }
        Duration pause = ready && success ? Duration.ofSeconds(probe.getPeriodSeconds()) : IMPATIENT;
        next = System.nanoTime() + pause.toNanos();
    }

    private boolean succeeds(Probe probe) throws InterruptedException {
        long seconds = Objects.requireNonNullElse(probe.getTimeoutSeconds(), 1);
        if (probe.getExec() != null) {
            Process check = process.exec(probe.getExec().getCommand());
            if (!check.waitFor(seconds, TimeUnit.SECONDS)) {
                check.destroyForcibly();
                return false;
            }
            return check.exitValue() == 0;
        }
        URI uri = URI.create("http://" + address + ":"
                + probe.getHttpGet().getPort().getIntVal() + probe.getHttpGet().getPath());
        try {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(Duration.ofSeconds(seconds))
                    .build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 400;
        } catch (IOException e) {
            // It does not answer yet.
            return false;
        }
    }
}
