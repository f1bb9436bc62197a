package io.slotkeeper.k8s.mock;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.slotkeeper.k8s.api.CrdManifest;
import io.slotkeeper.k8s.api.RedisCluster;
import io.slotkeeper.k8s.reconcile.ClusterReconciler;
import io.slotkeeper.k8s.reconcile.LiveResources;
import io.slotkeeper.k8s.render.Names;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An API server in this process: fabric8's mock with server-side apply, and the CRD installed. */
public final class ApiServer implements AutoCloseable {
    private final ApplyDispatcher dispatcher = new ApplyDispatcher();
    private final KubernetesMockServer server =
            new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), dispatcher, false);
    private final KubernetesClient client;

    /** Runs at once. */
    public ApiServer() {
        dispatcher.expectCustomResource(CustomResourceDefinitionContext.fromCrd(CrdManifest.load()));
        dispatcher.expectCustomResource(new CustomResourceDefinitionContext.Builder()
                .withGroup("monitoring.coreos.com")
                .withVersion("v1")
                .withKind("ServiceMonitor")
                .withPlural("servicemonitors")
                .withScope("Namespaced")
                .build());
        server.init();
        client = server.createClient();
    }

    /** A client that nobody else closes. */
    public KubernetesClient client() {
        return client;
    }

    /** Another client, for an operator that closes it; its calls are told apart by this name. */
    public KubernetesClient newClient(String name) {
        Config config =
                new ConfigBuilder(client.getConfiguration()).withUserAgent(name).build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** All calls until now. */
    public List<Call> calls() {
        return dispatcher.calls();
    }

    /** Those of a client. */
    public Set<Call> calls(String name) {
        return dispatcher.calls().stream()
                .filter(call -> call.caller().equals(name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** From now on every call of that method to a path with that part fails. */
    public void refuse(String method, String pathPart, int status, String message) {
        dispatcher.refuse(new ApplyDispatcher.Refusal(method, pathPart, status, message));
    }

    /** From the n-th write on, counted from 1, every call fails, as for somebody who was killed; 0: none does. Returns the writes since the last call. */
    public int failFromWrite(int n) {
        return dispatcher.failFromWrite(n);
    }

    /** Nothing fails any more. */
    public void refuseNothing() {
        dispatcher.refuseNothing();
    }

    /** The state of a cluster, read from the server once for each type. */
    public LiveResources live(RedisCluster cluster) {
        Map<Class<?>, List<? extends HasMetadata>> read = new HashMap<>();
        return new LiveResources() {
            @Override
            public <T extends HasMetadata> Stream<T> all(Class<T> type) {
                return read
                        .computeIfAbsent(type, any -> client.resources(type)
                                .inNamespace(cluster.getMetadata().getNamespace())
                                .withLabel(Names.CLUSTER, cluster.getMetadata().getName())
                                .list()
                                .getItems())
                        .stream()
                        .map(type::cast);
            }

            @Override
            public Set<Class<? extends HasMetadata>> types() {
                return ClusterReconciler.WATCHED;
            }
        };
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
