package io.slotkeeper.e2e.kube;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slotkeeper.k8s.mock.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes with one namespace, {@code ns}, whose pods are processes of this machine: fabric8's mock API server, the
 * controllers of StatefulSets and of garbage, a scheduler that keeps the pods of a StatefulSet on different machines, and a kubelet.
 * Everything is decided on one thread.
 */
public final class SmallKubernetes implements AutoCloseable {
    /** Its only namespace. */
    public static final String NAMESPACE = "ns";
    /** Label of machines: their failure domain. */
    public static final String ZONE = "topology.kubernetes.io/zone";

    private static final Logger LOG = LoggerFactory.getLogger(SmallKubernetes.class);
    /** It writes a line for every call; held here, since loggers without an owner are collected. */
    private static final java.util.logging.Logger MOCK_LOG =
            java.util.logging.Logger.getLogger("io.fabric8.mockwebserver.MockWebServer");

    private static final long LOOK_MILLIS = 100;

    private final ApiServer api = new ApiServer();
    private final Path directory;
    private final Set<String> machines = new TreeSet<>();
    private final Kubelet kubelet;
    private final StatefulSets statefulSets;
    private final GarbageCollector garbage;
    private final ScheduledFuture<?> looking;
    private final ScheduledExecutorService loop =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "kubernetes"));

    /**
     * Runs at once.
     *
     * @param directory for volumes and logs; deleted when it is closed, but for the logs
     * @param machines how many there are, each in one of three zones
     */
    public SmallKubernetes(Path directory, int machines) {
        this.directory = directory.toAbsolutePath();
        MOCK_LOG.setLevel(Level.WARNING);
        try {
            deleteTree(directory);
            Files.createDirectories(directory.resolve("logs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kubelet = new Kubelet(client(), this.directory);
        statefulSets = new StatefulSets(client(), this::schedule);
        garbage = new GarbageCollector(client());
        for (int i = 0; i < machines; i++) {
            addMachine("machine-" + i, "zone-" + i % 3);
        }
        looking = loop.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void addMachine(String name, String zone) {
        machines.add(name);
        client().resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels(ZONE, zone)
                        .endMetadata()
                        .build())
                .create();
    }

    /** The API server. */
    public ApiServer api() {
        return api;
    }

    /** A client of it, of the user. */
    public KubernetesClient client() {
        return api.client();
    }

    /** Where the output of every container is. */
    public Path logs() {
        return directory.resolve("logs");
    }

    /** The pods as they are now. */
    public List<Pod> pods() {
        return client().pods().inNamespace(NAMESPACE).list().getItems();
    }

    /**
     * A machine is lost, with the volumes of its pods: everything on it is killed, pods and claims are removed, and nothing runs
     * there any more. Returns when that is so.
     */
    public void loseMachine(String name) {
        onLoop(() -> {
            machines.remove(name);
            List<Pod> there = pods().stream()
                    .filter(pod -> name.equals(pod.getSpec().getNodeName()))
                    .toList();
            LOG.info(
                    "{} is lost with {}",
                    name,
                    there.stream().map(pod -> pod.getMetadata().getName()).toList());
            kubelet.lose(there);
            for (Pod pod : there) {
                for (Volume volume : pod.getSpec().getVolumes()) {
                    if (volume.getPersistentVolumeClaim() != null) {
                        client().persistentVolumeClaims()
                                .inNamespace(NAMESPACE)
                                .withName(volume.getPersistentVolumeClaim().getClaimName())
                                .delete();
                    }
                }
            }
            cleanVolumes();
            return null;
        });
    }

    private void look() {
        try {
            garbage.look(NAMESPACE);
            for (StatefulSet set :
                    client().apps().statefulSets().inNamespace(NAMESPACE).list().getItems()) {
                statefulSets.look(set, pods());
            }
            kubelet.look(pods());
            cleanVolumes();
        } catch (KubernetesClientException | UncheckedIOException e) {
            // As any controller: the next look sees what is there.
            LOG.info("this look is given up: {}", e.toString());
        } catch (IOException | RuntimeException e) {
            LOG.error("the small Kubernetes has a fault", e);
        }
    }

    /** A claim that is gone takes its data with it. */
    private void cleanVolumes() throws IOException {
        if (!Files.exists(kubelet.claims())) {
            return;
        }
        Set<String> claims = new TreeSet<>();
        for (PersistentVolumeClaim claim :
                client().persistentVolumeClaims().inNamespace(NAMESPACE).list().getItems()) {
            claims.add(claim.getMetadata().getName());
        }
        pods().forEach(pod -> pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .forEach(volume -> claims.add(volume.getPersistentVolumeClaim().getClaimName())));
        List<Path> gone;
        try (Stream<Path> all = Files.list(kubelet.claims())) {
            gone = all.filter(path -> !claims.contains(path.getFileName().toString()))
                    .toList();
        }
        for (Path path : gone) {
            deleteTree(path);
        }
    }

    /** The emptiest machine without a pod of the set. */
    private String schedule(StatefulSet set, List<Pod> pods) {
        return machines.stream()
                .filter(machine -> pods.stream()
                        .noneMatch(pod -> machine.equals(pod.getSpec().getNodeName())
                                && pod.getMetadata()
                                        .getLabels()
                                        .entrySet()
                                        .containsAll(set.getSpec()
                                                .getSelector()
                                                .getMatchLabels()
                                                .entrySet())))
                .min(Comparator.comparingLong(machine -> pods.stream()
                        .filter(pod -> machine.equals(pod.getSpec().getNodeName()))
                        .count()))
                .orElseThrow(() -> new IllegalStateException(
                        "no machine is left for a pod of " + set.getMetadata().getName()));
    }

    private <T> T onLoop(Callable<T> task) {
        try {
            return loop.submit(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        looking.cancel(false);
        loop.shutdown();
        try {
            loop.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kubelet.close();
        api.close();
        try {
            deleteTree(kubelet.claims());
            deleteTree(directory.resolve("pods"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (Files.exists(root)) {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(root)) {
                all = new ArrayList<>(walk.sorted(Comparator.reverseOrder()).toList());
            }
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        }
    }
}
