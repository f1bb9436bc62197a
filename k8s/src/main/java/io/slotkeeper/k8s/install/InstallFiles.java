package io.slotkeeper.k8s.install;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slotkeeper.k8s.api.CrdManifest;
import io.slotkeeper.k8s.render.Images;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of {@code deploy/kubernetes}: plain manifests for kustomize and a Helm chart, both from one {@link Installation}.
 * A test writes them and holds the checked-in ones against this.
 */
public final class InstallFiles {
    /** Namespace of the plain manifests. */
    static final String NAMESPACE = "slotkeeper-system";
    /** Tag of the images that manifests of the source tree name. */
    static final String TAG = "latest";

    private static final String CHART = "helm/slotkeeper/";
    private static final String PLAIN = "manifests/";

    private InstallFiles() {}

    /** Contents by path. */
    public static Map<String, String> all() {
        Map<String, String> files = new TreeMap<>();
        addPlain(files);
        addChart(files);
        return files;
    }

    /** The installation of the plain manifests, and of the chart with its default values in that namespace. */
    static Installation installation() {
        return new Installation(NAMESPACE, Images.REPOSITORY + "/operator:" + TAG, Images.ofRelease(TAG));
    }

    private static void addPlain(Map<String, String> files) {
        StringBuilder index = new StringBuilder("""
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources:
                """);
        files.put(PLAIN + "crd.yaml", yaml(CrdManifest.load()));
        files.put(
                PLAIN + "namespace.yaml",
                yaml(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build()));
        index.append("  - crd.yaml\n  - namespace.yaml\n");
        for (HasMetadata resource : installation().resources()) {
            String name = fileName(resource);
            files.put(PLAIN + name, yaml(resource));
            index.append("  - ").append(name).append('\n');
        }
        files.put(PLAIN + "kustomization.yaml", index.toString());
    }

    private static void addChart(Map<String, String> files) {
        Installation withValues = new Installation(
                "{{ .Release.Namespace }}",
                "{{ .Values.images.operator }}",
                new Images("{{ .Values.images.coordinator }}", "{{ .Values.images.agent }}"));
        withValues
                .resources()
                .forEach(resource -> files.put(CHART + "templates/" + fileName(resource), yaml(resource)));
        // Helm installs what is in crds, and leaves it alone later: see docs/kubernetes.md for upgrades.
        files.put(CHART + "crds/crd.yaml", yaml(CrdManifest.load()));
        files.put(CHART + "Chart.yaml", """
                apiVersion: v2
                name: slotkeeper
                description: The operator of Slotkeeper, the control plane for sharded Redis.
                type: application
                version: 0.1.0
                appVersion: "%s"
                kubeVersion: ">=1.29.0-0"
                """.formatted(TAG));
        Images images = installation().images();
        files.put(CHART + "values.yaml", """
                # Images of the operator, and of the coordinators and agents of clusters whose spec names none.
                images:
                  operator: %s
                  coordinator: %s
                  agent: %s
                """.formatted(
                        installation().operatorImage(), images.coordinator(), images.agent()));
    }

    private static String fileName(HasMetadata resource) {
        return resource.getKind().toLowerCase(Locale.ROOT) + ".yaml";
    }

    private static String yaml(HasMetadata resource) {
        return Serialization.asYaml(resource);
    }

    /** The files that are no manifests of the operator. */
    static List<String> samples() {
        return List.of("minimal.yaml", "production.yaml", "cache.yaml");
    }
}
