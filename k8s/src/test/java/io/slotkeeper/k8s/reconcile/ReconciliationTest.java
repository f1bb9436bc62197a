package io.slotkeeper.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.slotkeeper.k8s.FakeCoordinators;
import io.slotkeeper.k8s.render.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Looks at a cluster, one after the other, against the mock API server. */
class ReconciliationTest extends LooksAtACluster {
    @Test
    void createsEverythingAndASecondLookChangesNothing() {
        user("{}");
        settle();
        assertThat(status("Ready")).isEqualTo("True AllShardsServe");
        assertThat(status("Progressing")).isEqualTo("False AsExpected");
        assertThat(cluster().getStatus().replicas()).isEqualTo(3);
        assertThat(cluster().getStatus().selector())
                .isEqualTo("app.kubernetes.io/component=redis,slotkeeper.io/cluster=demo");
        assertThat(cluster().getStatus().shards())
                .extracting("primary")
                .containsExactly("demo-shard-0-0", "demo-shard-1-0", "demo-shard-2-0");

        Map<String, String> before = versions();
        int calls = api.calls().size();
        look();
        assertThat(versions()).isEqualTo(before);
        assertThat(api.calls().subList(calls, api.calls().size()))
                .as("nothing but reads")
                .allMatch(call -> call.verb().equals("list") || call.verb().equals("get"));
    }

    @Test
    void podsLearnTheZoneOfTheirMachine() {
        user("{}");
        settle();
        assertThat(redisPods()).hasSize(6).allSatisfy(pod -> assertThat(
                        pod.getMetadata().getAnnotations())
                .containsEntry(Names.ZONE, "zone-b"));
    }

    @Test
    void whatSomebodyChangedOrDeletedComesBack() {
        user("{}");
        settle();
        ConfigMap conf = api.client()
                .configMaps()
                .inNamespace("ns")
                .withName("demo-nodes")
                .get();
        String wanted = conf.getData().get("redis.conf");
        conf.getData().put("redis.conf", "port 1\n");
        api.client().resource(conf).update();
        api.client().services().inNamespace("ns").withName("demo-stream").delete();
        look();
        assertThat(api.client()
                        .configMaps()
                        .inNamespace("ns")
                        .withName("demo-nodes")
                        .get()
                        .getData())
                .containsEntry("redis.conf", wanted);
        assertThat(api.client()
                        .services()
                        .inNamespace("ns")
                        .withName("demo-stream")
                        .get())
                .isNotNull();
    }

    @Test
    void whatTheSpecNoLongerAsksForGoes() {
        user("monitoring: {dashboard: true}");
        settle();
        assertThat(dashboard()).isNotNull();
        user("network: {policies: false}");
        settle();
        assertThat(dashboard()).isNull();
        assertThat(api.client()
                        .network()
                        .networkPolicies()
                        .inNamespace("ns")
                        .list()
                        .getItems())
                .isEmpty();
    }

    @Test
    void rollsReplicasFirstThenHandsOverThenTheOldPrimary() {
        user("{}");
        settle();
        user("redis: {config: {timeout: '60'}}");
        StringBuilder order = new StringBuilder();
        Map<String, String> uids = uids();
        for (int i = 0; i < 30; i++) {
            look();
            assertThat(missingPods()).as("never more than one pod away").isLessThanOrEqualTo(1);
            pods.run();
            for (Map.Entry<String, String> pod : uids().entrySet()) {
                if (!pod.getValue().equals(uids.put(pod.getKey(), pod.getValue()))) {
                    order.append(pod.getKey().replace("demo-shard-", "")).append(' ');
                }
            }
        }
        assertThat(order.toString().strip()).isEqualTo("0-1 0-0 1-1 1-0 2-1 2-0");
        assertThat(coordinators.switchovers()).containsExactly("s1", "s2", "s3");
        settle();
        assertThat(cluster().getStatus().update()).isEmpty();
        assertThat(status("Progressing")).isEqualTo("False AsExpected");
    }

    @Test
    void rollWaitsForAShardThatIsNotSafeAndSaysWhy() {
        user("{}");
        settle();
        coordinators.finding("s1", "REPLICA_DOWN: demo-shard-0-1 is down.");
        coordinators.finding("s2", "REPLICA_DOWN: demo-shard-1-1 is down.");
        coordinators.finding("s3", "REPLICA_DOWN: demo-shard-2-1 is down.");
        user("redis: {config: {timeout: '60'}}");
        Map<String, String> before = uids();
        look();
        assertThat(uids()).isEqualTo(before);
        assertThat(status("UpdateBlocked")).isEqualTo("True ShardNotSafe");
        assertThat(condition("UpdateBlocked").getMessage())
                .isEqualTo("shard s1: REPLICA_DOWN: demo-shard-0-1 is down.");
        coordinators.finding("s3", "");
        look();
        assertThat(uids()).as("another shard that is safe goes first").hasSize(5);
    }

    @Test
    void rollStopsAtAPodThatDoesNotComeBackAndGoesOnWhenItDoes() {
        user("update: {stepTimeoutSeconds: 60}");
        settle();
        pods.breakPod("demo-shard-0-1");
        user("update: {stepTimeoutSeconds: 60}\nredis: {image: 'redis:broken'}");
        look();
        pods.run();
        now = now.plus(Duration.ofSeconds(61));
        look();
        assertThat(status("UpdateBlocked")).isEqualTo("True StepTimedOut");
        assertThat(condition("UpdateBlocked").getMessage())
                .startsWith("demo-shard-0-1 was replaced at 2026-11-25T10:00");
        assertThat(coordinators.switchovers()).isEmpty();

        // The user takes the change back: the pod that cannot start is outdated itself, and replaced.
        pods.mendPod("demo-shard-0-1");
        user("update: {stepTimeoutSeconds: 600}");
        for (int i = 0; i < 30; i++) {
            look();
            pods.run();
        }
        settle();
        assertThat(status("UpdateBlocked")).isEqualTo("False AsExpected");
        assertThat(rolled()).isTrue();
    }

    @Test
    void aRefusedSwitchoverBlocksTheRollWithTheReason() {
        user("{}");
        settle();
        coordinators.refuse(Optional.of("the replica is 12 bytes behind [REPLICA_NOT_IN_SYNC]"));
        user("redis: {image: 'redis:8'}");
        for (int i = 0; i < 4; i++) {
            look();
            pods.run();
        }
        assertThat(status("UpdateBlocked")).isEqualTo("True SwitchoverRefused");
        assertThat(condition("UpdateBlocked").getMessage()).contains("12 bytes behind");
        assertThat(coordinators.primary("s1")).isEqualTo("demo-shard-0-0");
    }

    @Test
    void rollNeedsALeaderAndAWindow() {
        user("{}");
        settle();
        coordinators.reachable(false);
        user("redis: {image: 'redis:8'}");
        look();
        assertThat(status("UpdateBlocked")).isEqualTo("True CoordinatorsUnreachable");
        assertThat(status("Degraded")).isEqualTo("True CoordinatorsUnreachable");
        assertThat(redisPods()).hasSize(6);
        coordinators.reachable(true);
        user("redis: {image: 'redis:8'}\nmaintenanceWindows: [{start: '02:00', minutes: 60}]");
        look();
        assertThat(status("UpdateBlocked")).isEqualTo("True OutsideMaintenanceWindow");
        now = Instant.parse("2026-11-26T02:30:00Z");
        look();
        assertThat(redisPods()).hasSize(5);
    }

    @Test
    void anOnlyNodeIsRestartedOnlyWhenTheUserSaysSo() {
        coordinators = new FakeCoordinators("demo", 3, 1);
        user("replicasPerShard: 0");
        settle();
        user("replicasPerShard: 0\nredis: {image: 'redis:8'}");
        look();
        assertThat(status("UpdateBlocked")).isEqualTo("True NoReplica");
        assertThat(redisPods()).hasSize(3);
        user("replicasPerShard: 0\nredis: {image: 'redis:8'}\nupdate: {allowDowntime: true}");
        look();
        assertThat(redisPods()).hasSize(2);
    }

    @Test
    void aChangedPasswordIsRolledOut() {
        password("old");
        user("auth: {secretName: pw}");
        settle();
        Map<String, String> before = uids();
        password("new");
        for (int i = 0; i < 30; i++) {
            look();
            pods.run();
        }
        assertThat(uids().values()).doesNotContainAnyElementsOf(before.values());
        assertThat(coordinators.switchovers()).hasSize(3);
    }

    @Test
    void aMissingPasswordIsNamedAndNothingIsMade() {
        user("auth: {secretName: pw}");
        look();
        assertThat(status("Degraded")).isEqualTo("True SecretMissing");
        assertThat(condition("Degraded").getMessage()).contains("there is no such Secret: create it");
        assertThat(api.client().apps().statefulSets().inNamespace("ns").list().getItems())
                .isEmpty();
        password("");
        look();
        assertThat(condition("Degraded").getMessage()).contains("missing or empty");
        password("x");
        settle();
        assertThat(status("Degraded")).isEqualTo("False AsExpected");
        assertThat(status("Ready")).isEqualTo("True AllShardsServe");
    }

    @Test
    void aPausedClusterIsLeftAlone() {
        user("{}");
        settle();
        user("paused: true\nredis: {image: 'redis:8'}");
        Map<String, String> before = versions();
        api.client().services().inNamespace("ns").withName("demo-stream").delete();
        before.remove("Service/demo-stream");
        look();
        assertThat(versions()).isEqualTo(before);
        assertThat(status("Progressing")).isEqualTo("False Paused");
        assertThat(status("Ready")).as("still observed").isEqualTo("True AllShardsServe");
    }

    @Test
    void anOperatorWithoutRightsSaysSoAndGoesOnWhenItHasThem() {
        user("{}");
        api.refuse("PATCH", "/statefulsets/", 403, "statefulsets.apps is forbidden: no rights");
        look();
        assertThat(status("Degraded")).isEqualTo("True NotPermitted");
        assertThat(condition("Degraded").getMessage()).contains("statefulsets.apps is forbidden");
        api.refuseNothing();
        settle();
        assertThat(status("Degraded")).isEqualTo("False AsExpected");
    }

    @Test
    void aRefusedChangeIsReported() {
        user("{}");
        settle();
        api.refuse("PATCH", "/statefulsets/demo-shard-0", 422, "spec: Forbidden: updates to statefulset spec");
        user("redis: {image: 'redis:8'}");
        look();
        assertThat(status("Degraded")).isEqualTo("True RefusedByApiServer");
        assertThat(status("Ready")).isEqualTo("True AllShardsServe");
    }

    @Test
    void aMissingPrometheusOperatorStopsNothingElse() {
        api.refuse("PATCH", "/servicemonitors/", 404, "the server could not find the requested resource");
        user("monitoring: {serviceMonitor: true}");
        settle();
        assertThat(status("Degraded")).isEqualTo("True TypeNotInstalled");
        assertThat(status("Ready")).isEqualTo("True AllShardsServe");
        assertThat(redisPods()).allSatisfy(pod -> assertThat(pod.getMetadata().getAnnotations())
                .containsKey(Names.ZONE));
    }

    @Test
    void aServiceMonitorThatIsNoLongerWantedGoes() {
        user("monitoring: {serviceMonitor: true}");
        settle();
        assertThat(serviceMonitors()).hasSize(1);
        user("{}");
        look();
        assertThat(serviceMonitors()).isEmpty();
    }

    private List<GenericKubernetesResource> serviceMonitors() {
        return api.client()
                .genericKubernetesResources("monitoring.coreos.com/v1", "ServiceMonitor")
                .inNamespace("ns")
                .list()
                .getItems();
    }

    @Test
    void volumesGrowAndNothingElseChanges() {
        user("storage: {size: 1Gi}");
        settle();
        claim("data-demo-shard-0-0", "1Gi");
        claim("data-demo-shard-0-1", "4Gi");
        Map<String, String> before = uids();
        user("storage: {size: 2Gi}");
        settle();
        assertThat(size("data-demo-shard-0-0")).isEqualTo("2Gi");
        assertThat(size("data-demo-shard-0-1")).isEqualTo("4Gi");
        assertThat(uids()).isEqualTo(before);
        assertThat(status("Degraded")).isEqualTo("False AsExpected");

        api.refuse("PATCH", "/persistentvolumeclaims/", 422, "the storage class does not support resize");
        user("storage: {size: 3Gi}");
        look();
        assertThat(status("Degraded")).isEqualTo("True RefusedByApiServer");
        assertThat(condition("Degraded").getMessage()).contains("does not support resize");
    }

    private void claim(String name, String size) {
        api.client()
                .resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("ns")
                        .withLabels(new Names("ns", "demo").selector(Names.REDIS))
                        .endMetadata()
                        .withNewSpec()
                        .withNewResources()
                        .addToRequests("storage", new Quantity(size))
                        .endResources()
                        .endSpec()
                        .build())
                .create();
    }

    private String size(String claim) {
        return api.client()
                .persistentVolumeClaims()
                .inNamespace("ns")
                .withName(claim)
                .get()
                .getSpec()
                .getResources()
                .getRequests()
                .get("storage")
                .toString();
    }

    @Test
    void aSpecThatCannotWorkIsRefusedWhole() {
        user("redis: {config: {'save 1': 'x'}}");
        look();
        assertThat(status("Degraded")).isEqualTo("True InvalidSpec");
        assertThat(condition("Degraded").getMessage()).contains("'save 1' is not a directive");
        assertThat(api.client().services().inNamespace("ns").list().getItems()).isEmpty();
    }

    private int missingPods() {
        return 6 - redisPods().size();
    }

    private Map<String, String> uids() {
        Map<String, String> uids = new TreeMap<>();
        redisPods()
                .forEach(pod ->
                        uids.put(pod.getMetadata().getName(), pod.getMetadata().getUid()));
        return uids;
    }

    private boolean rolled() {
        Map<String, String> wanted = new TreeMap<>();
        shardSets()
                .forEach(set -> wanted.put(
                        set.getMetadata().getName(),
                        set.getSpec()
                                .getTemplate()
                                .getMetadata()
                                .getAnnotations()
                                .get(Names.RENDERED)));
        return redisPods().size() == 6
                && redisPods().stream().allMatch(pod -> {
                    String name = pod.getMetadata().getName();
                    return pod.getMetadata()
                            .getAnnotations()
                            .get(Names.RENDERED)
                            .equals(wanted.get(name.substring(0, name.lastIndexOf('-'))));
                });
    }

    private ConfigMap dashboard() {
        return api.client()
                .configMaps()
                .inNamespace("ns")
                .withName("demo-dashboard")
                .get();
    }
}
