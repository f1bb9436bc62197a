package io.slotkeeper.e2e.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The processes of a pod, as a kubelet treats them:
 *
 * <pre>
 * 1 sidecars (init containers that restart always) start, then the containers
 * 2 what ends is started again
 * 3 at the end all preStop hooks run side by side; then the containers get SIGTERM, when they have ended the sidecars
 * 4 after the grace period everything left gets SIGKILL
 * </pre>
 *
 * It has a thread of its own; methods may be called from any.
 */
final class RunningPod {
    private static final long LOOK_NANOS = 50_000_000;
    /** A kubelet waits ten times as long. */
    private static final long BACK_OFF_NANOS = 1_000_000_000;

    private final Pod pod;
    private final PodFiles files;
    private final List<ContainerProcess> sidecars;
    private final List<ContainerProcess> containers;
    private final Consumer<Boolean> readiness;
    private final Thread thread;
    private volatile boolean ending;
    private volatile boolean lost;

    /**
     * Starts it.
     *
     * @param pod with its address
     * @param machine variables that the machine adds
     * @param readiness is told whenever it changes, on the pod's thread
     */
    RunningPod(Pod pod, PodFiles files, Path logs, Map<String, String> machine, Consumer<Boolean> readiness) {
        this.pod = pod;
        this.files = files;
        this.sidecars = processes(pod.getSpec().getInitContainers(), logs, machine);
        this.containers = processes(pod.getSpec().getContainers(), logs, machine);
        this.readiness = readiness;
        this.thread = new Thread(this::live, "pod-" + pod.getMetadata().getName());
        thread.setDaemon(true);
        thread.start();
    }

    private List<ContainerProcess> processes(List<Container> all, Path logs, Map<String, String> machine) {
        return all.stream()
                .map(container -> new ContainerProcess(pod, container, files, logs, machine))
                .toList();
    }

    String uid() {
        return pod.getMetadata().getUid();
    }

    String name() {
        return pod.getMetadata().getName();
    }

    /** Ends it as a kubelet does. Returns at once. */
    void end() {
        ending = true;
    }

    boolean hasEnded() {
        return !thread.isAlive();
    }

    /** Kills everything, as when the machine loses its power; returns when it is gone. */
    void lose() {
        lost = true;
        all().forEach(ContainerProcess::kill);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all().forEach(ContainerProcess::kill);
    }

    void follow(Pod now) {
        files.follow(now);
    }

    private List<ContainerProcess> all() {
        List<ContainerProcess> all = new ArrayList<>(containers);
        all.addAll(sidecars);
        return all;
    }

    private void live() {
        try {
            List<Readiness> probes = containers.stream()
                    .map(each -> new Readiness(each, pod.getStatus().getPodIP()))
                    .toList();
            sidecars.forEach(ContainerProcess::start);
            containers.forEach(ContainerProcess::start);
            boolean ready = false;
            while (!ending && !lost) {
                restartWhatEnded();
                boolean now = areReady(probes);
                if (now != ready) {
                    ready = now;
                    readiness.accept(ready);
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
            if (!lost) {
                endInOrder();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            all().forEach(ContainerProcess::kill);
        }
    }

    private static boolean areReady(List<Readiness> probes) throws InterruptedException {
        for (Readiness probe : probes) {
            if (!probe.isReady()) {
                return false;
            }
        }
        return true;
    }

    private void restartWhatEnded() {
        for (ContainerProcess process : all()) {
            if (!process.isAlive() && !lost && process.hasRested(BACK_OFF_NANOS)) {
                process.start();
            }
        }
    }

    private void endInOrder() throws InterruptedException {
        long end = System.nanoTime()
                + Duration.ofSeconds(pod.getSpec().getTerminationGracePeriodSeconds())
                        .toNanos();
        List<Process> hooks = all().stream()
                .filter(process -> process.container().getLifecycle() != null)
                .map(process -> process.exec(process.container()
                        .getLifecycle()
                        .getPreStop()
                        .getExec()
                        .getCommand()))
                .toList();
        for (Process hook : hooks) {
            while (hook.isAlive() && !lost && left(end).toMillis() > 0) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            hook.destroyForcibly();
        }
        terminate(containers, end);
        terminate(sidecars, end);
    }

    private static void terminate(List<ContainerProcess> processes, long end) throws InterruptedException {
        processes.forEach(ContainerProcess::terminate);
        for (ContainerProcess process : processes) {
            if (!process.awaitEnd(left(end))) {
                process.kill();
            }
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
