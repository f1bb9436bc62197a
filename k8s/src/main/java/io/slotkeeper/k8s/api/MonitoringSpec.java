package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;

/**
 * What Prometheus and Grafana get.
 *
 * @param serviceMonitor a ServiceMonitor for the Prometheus operator, whose CRDs must be installed
 * @param dashboard a ConfigMap that Grafana's sidecar loads as a dashboard
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MonitoringSpec(
        @JsonPropertyDescription("A ServiceMonitor; needs the CRDs of the Prometheus operator.") @Default("false")
        Boolean serviceMonitor,

        @JsonPropertyDescription("A ConfigMap with a Grafana dashboard, labelled grafana_dashboard.") @Default("false")
        Boolean dashboard) {
    public MonitoringSpec {
        serviceMonitor = Objects.requireNonNullElse(serviceMonitor, false);
        dashboard = Objects.requireNonNullElse(dashboard, false);
    }
}
