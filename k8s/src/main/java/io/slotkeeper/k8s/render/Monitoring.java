package io.slotkeeper.k8s.render;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Prometheus and Grafana get, when they are asked for. */
final class Monitoring {
    /** Of the Prometheus operator. */
    static final String API = "monitoring.coreos.com/v1";

    private final Names names;

    Monitoring(Request request) {
        this.names = request.names();
    }

    GenericKubernetesResource serviceMonitor() {
        Map<String, Object> labels =
                new TreeMap<>(Map.of(Names.CLUSTER, names.cluster(), "slotkeeper.io/metrics", "true"));
        Map<String, Object> spec = new TreeMap<>(Map.of(
                "selector",
                Map.of("matchLabels", labels),
                "endpoints",
                List.of(endpoint("http"), endpoint("agent-http"))));
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(API)
                .withKind("ServiceMonitor")
                .withNewMetadata()
                .withName(names.cluster())
                .withNamespace(names.namespace())
                .withLabels(names.labels())
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .build();
    }

    private static Map<String, Object> endpoint(String port) {
        return new TreeMap<>(Map.of("port", port, "path", "/metrics", "interval", "15s"));
    }

    ConfigMap dashboard() {
        Map<String, String> labels = names.labels();
        labels.put("grafana_dashboard", "1");
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(names.cluster() + "-dashboard")
                .withNamespace(names.namespace())
                .withLabels(labels)
                .endMetadata()
                .addToData("slotkeeper-" + names.cluster() + ".json", RedisConfig.resource("dashboard.json"))
                .build();
    }
}
