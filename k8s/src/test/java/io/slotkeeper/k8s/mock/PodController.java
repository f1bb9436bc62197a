package io.slotkeeper.k8s.mock;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes the pods of StatefulSets, without running anything: all that is scheduled is ready at once, unless told otherwise. */
public final class PodController {
    private final KubernetesClient client;
    private final Set<String> broken = new HashSet<>();
    private int addresses;

    /** For the StatefulSets of one namespace. */
    public PodController(KubernetesClient client) {
        this.client = client;
    }

    /** New pods of that name do not become ready. */
    public void breakPod(String name) {
        broken.add(name);
    }

    /** New pods of that name become ready again. */
    public void mendPod(String name) {
        broken.remove(name);
    }

    /** Makes what is missing, removes what is too much. */
    public void run() {
        Set<String> wanted = new HashSet<>();
        for (StatefulSet set :
                client.apps().statefulSets().inNamespace("ns").list().getItems()) {
            int ready = 0;
            for (int i = 0; i < set.getSpec().getReplicas(); i++) {
                String name = set.getMetadata().getName() + "-" + i;
                wanted.add(name);
                if (client.pods().inNamespace("ns").withName(name).get() == null) {
                    make(set, name);
                }
                ready += broken.contains(name) ? 0 : 1;
            }
            set.setStatus(new StatefulSetStatusBuilder()
                    .withReplicas(set.getSpec().getReplicas())
                    .withReadyReplicas(ready)
                    .build());
            client.resource(set).updateStatus();
        }
        client.pods().inNamespace("ns").list().getItems().stream()
                .filter(pod -> !wanted.contains(pod.getMetadata().getName()))
                .forEach(pod -> client.resource(pod).delete());
    }

    private void make(StatefulSet set, String name) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("ns")
                .withLabels(set.getSpec().getTemplate().getMetadata().getLabels())
                .withAnnotations(set.getSpec().getTemplate().getMetadata().getAnnotations())
                .endMetadata()
                .withSpec(set.getSpec().getTemplate().getSpec())
                .build();
        pod.getSpec().setNodeName("machine");
        Pod made = client.resource(pod).create();
        addresses++;
        made.setStatus(new PodStatusBuilder()
                .withPodIP("10.0.0." + addresses)
                .withConditions(List.of(new PodConditionBuilder()
                        .withType("Ready")
                        .withStatus(broken.contains(name) ? "False" : "True")
                        .build()))
                .build());
        client.resource(made).updateStatus();
    }
}
