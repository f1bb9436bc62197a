package io.slotkeeper.k8s.reconcile;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slotkeeper.k8s.Clusters;
import io.slotkeeper.k8s.FakeCoordinators;
import io.slotkeeper.k8s.api.RedisCluster;
import io.slotkeeper.k8s.api.RedisClusterSpec;
import io.slotkeeper.k8s.mock.ApiServer;
import io.slotkeeper.k8s.mock.PodController;
import io.slotkeeper.k8s.render.Images;
import io.slotkeeper.k8s.render.Names;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A user, the operator and what they see: looks at one cluster, one after the other, against the mock API server. */
abstract class LooksAtACluster {
    static final Images IMAGES = Images.ofRelease("1.2.3");

    final ApiServer api = new ApiServer();
    final PodController pods = new PodController(api.client());
    FakeCoordinators coordinators = new FakeCoordinators("demo", 3, 2);
    Instant now = Instant.parse("2026-11-25T10:00:00Z");

    @BeforeEach
    void aMachine() {
        api.client()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("machine")
                        .addToLabels("topology.kubernetes.io/zone", "zone-b")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    void user(String spec) {
        RedisCluster wanted = Clusters.of("demo", spec);
        RedisCluster there = cluster();
        if (there == null) {
            api.client().resource(wanted).create();
        } else {
            RedisClusterSpec changed = wanted.getSpec();
            there.setSpec(changed);
            api.client().resource(there).update();
        }
    }

    void password(String password) {
        api.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("pw")
                        .withNamespace("ns")
                        .endMetadata()
                        .addToData(
                                "password",
                                java.util.Base64.getEncoder()
                                        .encodeToString(password.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                        .build())
                .createOr(resource -> resource.update());
    }

    void look() {
        RedisCluster cluster = cluster();
        new Reconciliation(cluster, api.live(cluster), new Applier(api.client()), now)
                .run(IMAGES, pods -> pods.isEmpty() ? Optional.empty() : Optional.of(coordinators));
        now = now.plusSeconds(1);
    }

    void settle() {
        for (int i = 0; i < 3; i++) {
            look();
            pods.run();
        }
        look();
    }

    RedisCluster cluster() {
        return api.client()
                .resources(RedisCluster.class)
                .inNamespace("ns")
                .withName("demo")
                .get();
    }

    Condition condition(String type) {
        return cluster().getStatus().conditions().stream()
                .filter(each -> each.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    String status(String type) {
        return condition(type).getStatus() + " " + condition(type).getReason();
    }

    List<Pod> redisPods() {
        return api.client()
                .pods()
                .inNamespace("ns")
                .withLabel(Names.COMPONENT, Names.REDIS)
                .list()
                .getItems();
    }

    List<StatefulSet> shardSets() {
        return api.client()
                .apps()
                .statefulSets()
                .inNamespace("ns")
                .withLabel(Names.COMPONENT, Names.REDIS)
                .list()
                .getItems();
    }

    /** Of all that the operator makes; and the cluster's spec. */
    Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        LiveResources live = api.live(cluster());
        live.types().forEach(type -> live.all(type)
                .forEach(resource -> versions.put(
                        resource.getKind() + "/" + resource.getMetadata().getName(), text(resource))));
        return versions;
    }

    private static String text(HasMetadata resource) {
        return resource.getMetadata().getResourceVersion() + Serialization.asJson(resource);
    }
}
