package io.slotkeeper.k8s.install;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.List;

/**
 * What the operator may do, and nothing else. A test holds every call of the operator against these rules, and every rule
 * against the calls.
 */
public final class Rights {
    private static final String[] WATCH = {"list", "watch"};
    /** Server-side apply is a patch; of what does not exist yet it is a create, too. */
    private static final String[] APPLY = {"list", "watch", "create", "patch", "delete"};

    private Rights() {}

    /** In every namespace that is looked after. */
    public static List<PolicyRule> everywhere() {
        return List.of(
                rule("slotkeeper.io", List.of("redisclusters"), WATCH),
                rule("slotkeeper.io", List.of("redisclusters/status"), "patch"),
                // For owner references that block the deletion of their owner, where the API server asks for that
                // right.
                rule("slotkeeper.io", List.of("redisclusters/finalizers"), "update"),
                rule("apps", List.of("statefulsets"), APPLY),
                rule("", List.of("configmaps", "services", "serviceaccounts"), APPLY),
                rule("policy", List.of("poddisruptionbudgets"), APPLY),
                rule("networking.k8s.io", List.of("networkpolicies"), APPLY),
                // Pods are made by their StatefulSets; the operator tells them their zone and replaces them.
                rule("", List.of("pods"), "get", "list", "watch", "patch", "delete"),
                // Volumes are made by their StatefulSets; the operator makes them larger.
                rule("", List.of("persistentvolumeclaims"), "list", "patch"),
                // Only those that a RedisCluster names are read, one by one.
                rule("", List.of("secrets"), "get"),
                rule("", List.of("nodes"), "get"),
                rule("monitoring.coreos.com", List.of("servicemonitors"), "create", "patch", "delete"));
    }

    /** In the namespace of the operator: its election. JOSDK asks for the right to update and then patches. */
    public static List<PolicyRule> atHome() {
        return List.of(rule("coordination.k8s.io", List.of("leases"), "get", "create", "update", "patch"));
    }

    private static PolicyRule rule(String group, List<String> resources, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resources)
                .withVerbs(verbs)
                .build();
    }
}
