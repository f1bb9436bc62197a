package io.slotkeeper.k8s;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.slotkeeper.k8s.api.RedisCluster;

/** Clusters as users write them. */
public final class Clusters {
    /** What an API server would have given them. */
    public static final String UID = "6f0c2f6e-0d5c-4f0e-9d53-5b4a3c0f8a11";

    private Clusters() {}

    /** With an empty spec. */
    public static RedisCluster named(String name) {
        return of(name, "{}");
    }

    /**
     * In the namespace {@code ns}.
     *
     * @param spec in YAML
     */
    public static RedisCluster of(String name, String spec) {
        String yaml = """
                apiVersion: slotkeeper.io/v1alpha1
                kind: RedisCluster
                metadata: {name: %s, namespace: ns, uid: %s}
                spec:
                """.formatted(name, UID);
        return Serialization.unmarshal(yaml + spec.indent(2), RedisCluster.class);
    }
}
