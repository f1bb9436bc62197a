package io.slotkeeper.e2e.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the pods of all machines and reports their status. A pod bears a finalizer, so that deleting it only asks for its end,
 * as a kubelet's grace does. One thread calls {@link #look}.
 */
final class Kubelet {
    /** Kept until the processes are gone. */
    static final String FINALIZER = "e2e.slotkeeper.io/processes";

    private static final int CONFLICT = 409;
    private static final int ATTEMPTS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(Kubelet.class);

    private final KubernetesClient client;
    private final Path directory;
    private final Addresses addresses = new Addresses();
    private final NameService names;
    private final Map<String, RunningPod> running = new ConcurrentHashMap<>();

    Kubelet(KubernetesClient client, Path directory) {
        this.client = client;
        this.directory = directory;
        this.names = new NameService(directory);
    }

    /** Starts and ends what is to be started and ended. */
    void look(List<Pod> pods) {
        names.publish(namesOf(pods));
        for (Pod pod : pods) {
            RunningPod there = running.get(pod.getMetadata().getUid());
            if (pod.getMetadata().getDeletionTimestamp() != null) {
                end(pod, there);
            } else if (there != null) {
                there.follow(pod);
            } else if (address(pod) == null) {
                report(pod, addresses.next(), false);
            } else {
                start(pod);
            }
        }
    }

    private void start(Pod pod) {
        Path own = directory.resolve("pods").resolve(pod.getMetadata().getUid());
        PodFiles files = new PodFiles(pod, client, own, claims());
        Map<String, String> machine = Map.of("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + names.file());
        LOG.info("{} starts with {}", pod.getMetadata().getName(), address(pod));
        running.put(
                pod.getMetadata().getUid(), new RunningPod(pod, files, directory.resolve("logs"), machine, ready -> {
                    LOG.info("{} is {}ready", pod.getMetadata().getName(), ready ? "" : "not ");
                    report(pod, address(pod), ready);
                }));
    }

    private void end(Pod pod, RunningPod there) {
        if (there == null || there.hasEnded()) {
            running.remove(pod.getMetadata().getUid());
            forget(pod);
            LOG.info("{} has ended", pod.getMetadata().getName());
        } else {
            there.end();
        }
    }

    /** Removes the pod from the API server. */
    private void forget(Pod pod) {
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .edit(live -> {
                    live.getMetadata().setFinalizers(List.of());
                    return live;
                });
    }

    /** Whatever ran on a machine is killed; its pods and the claims of their data are removed. */
    void lose(List<Pod> pods) {
        List<RunningPod> lost = new ArrayList<>();
        pods.forEach(pod -> lost.add(running.remove(pod.getMetadata().getUid())));
        lost.parallelStream().forEach(RunningPod::lose);
        pods.forEach(pod -> {
            client.resource(pod).delete();
            forget(pod);
        });
    }

    Path claims() {
        return directory.resolve("claims");
    }

    /** Kills everything that runs. */
    void close() {
        List.copyOf(running.values()).parallelStream().forEach(RunningPod::lose);
    }

    private static Map<String, String> namesOf(List<Pod> pods) {
        Map<String, String> names = new TreeMap<>();
        pods.stream()
                .filter(pod -> address(pod) != null && pod.getSpec().getSubdomain() != null)
                .forEach(pod -> names.put(
                        pod.getSpec().getHostname() + "." + pod.getSpec().getSubdomain() + "."
                                + pod.getMetadata().getNamespace() + ".svc",
                        address(pod)));
        return names;
    }

    private static String address(Pod pod) {
        return pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    }

    private void report(Pod pod, String address, boolean ready) {
        PodStatus status = new PodStatusBuilder()
                .withPhase("Running")
                .withPodIP(address)
                .withConditions(new PodConditionBuilder()
                        .withType("Ready")
                        .withStatus(ready ? "True" : "False")
                        .build())
                .build();
        int attempts = 0;
        while (!wrote(pod, status) && attempts < ATTEMPTS) {
            attempts++;
        }
    }

    /** Somebody else may change the pod in the same moment. */
    private boolean wrote(Pod pod, PodStatus status) {
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .editStatus(live -> {
                        live.setStatus(status);
                        return live;
                    });
            return true;
        } catch (KubernetesClientException e) {
            LOG.info("the status of {} is not written: {}", pod.getMetadata().getName(), e.getMessage());
            return e.getCode() != CONFLICT;
        }
    }
}
