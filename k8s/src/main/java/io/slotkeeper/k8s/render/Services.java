package io.slotkeeper.k8s.render;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How pods are found: by clients, by each other, by followers of the slot map. */
final class Services {
    private final Request request;
    private final Names names;

    Services(Request request) {
        this.request = request;
        this.names = request.names();
    }

    List<Service> render() {
        List<ServicePort> http = new ArrayList<>(List.of(port("http", Ports.HTTP)));
        int bridge = request.spec().coordinators().bridgePort();
        if (bridge != 0) {
            http.add(port("bridge", bridge));
        }
        return List.of(
                // Any node tells a client of all the others.
                service(names.cluster(), Names.REDIS, List.of(port("redis", Ports.REDIS)), false),
                service(
                        names.nodes(),
                        Names.REDIS,
                        List.of(port("redis", Ports.REDIS), port("agent-http", Ports.AGENT_HTTP)),
                        true),
                service(
                        names.coordinators(),
                        Names.COORDINATOR,
                        List.of(port("http", Ports.HTTP), port("cluster", Ports.CLUSTER), port("raft", Ports.RAFT)),
                        true),
                service(names.stream(), Names.COORDINATOR, http, false));
    }

    private Service service(String name, String component, List<ServicePort> ports, boolean headless) {
        Map<String, String> labels = names.labels(component);
        if (headless) {
            labels.put("slotkeeper.io/metrics", "true");
        }
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(names.namespace())
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withClusterIP(headless ? "None" : null)
                // Pods must find each other in order to become ready.
                .withPublishNotReadyAddresses(headless ? true : null)
                .withSelector(names.selector(component))
                .withPorts(ports)
                .endSpec()
                .build();
    }

    private static ServicePort port(String name, int port) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(port)
                .withTargetPort(new IntOrString(port))
                .withProtocol("TCP")
                .build();
    }
}
