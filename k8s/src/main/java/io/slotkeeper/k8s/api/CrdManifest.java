package io.slotkeeper.k8s.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The CRD of {@link RedisCluster}, generated from the types and held against them by a test. */
public final class CrdManifest {
    /** Where it is among the resources. */
    static final String FILE = "redisclusters.slotkeeper.io.yaml";

    private CrdManifest() {}

    /** A new copy of it. */
    public static CustomResourceDefinition load() {
        try (InputStream in = CrdManifest.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing in this program");
            }
            return Serialization.unmarshal(in, CustomResourceDefinition.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
