package io.slotkeeper.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.slotkeeper.k8s.FakeCoordinators;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The size of the spec becomes that of the cluster, by operations of the coordinators. */
class ScalingTest extends LooksAtACluster {
    @BeforeEach
    void podsRegister() {
        coordinators.registered(() ->
                redisPods().stream().map(pod -> pod.getMetadata().getName()).toList());
    }

    @Test
    void sizeFollowsTheSpecUntilTheClusterIsFormed() {
        coordinators.formed(false);
        user("shards: 5");
        settle();
        assertThat(sizes())
                .containsExactly(
                        "demo-shard-0 2", "demo-shard-1 2", "demo-shard-2 2", "demo-shard-3 2", "demo-shard-4 2");
        user("shards: 3");
        look();
        assertThat(shardSets()).hasSize(3);
        assertThat(coordinators.begun()).isEmpty();
    }

    @Test
    void aNewShardIsFormedOfTheNewPods() {
        formed();
        user("shards: 4");
        look();
        assertThat(shardSets()).hasSize(4);
        assertThat(coordinators.begun()).as("its pods are not there yet").isEmpty();
        assertThat(status("Progressing")).isEqualTo("True Scaling");
        pods.run();
        look();
        assertThat(coordinators.begun()).containsExactly("add-shard [demo-shard-3-0, demo-shard-3-1]");
        look();
        assertThat(cluster().getStatus().operation().kind()).isEqualTo("add-shard");
        assertThat(cluster().getStatus().operation().progress()).isEqualTo("512 of 4096 slots");
        done();
        assertThat(coordinators.begun()).hasSize(1);
        assertThat(status("Progressing")).isEqualTo("False AsExpected");
        assertThat(cluster().getStatus().replicas()).isEqualTo(4);
        assertThat(cluster().getStatus().operation()).isNull();
    }

    @Test
    void aShardIsRemovedBeforeItsPodsAre() {
        formed();
        user("shards: 2");
        look();
        assertThat(coordinators.begun()).containsExactly("remove-shard s3 []");
        coordinators.shards().remove("s3");
        look();
        assertThat(shardSets()).as("nodes are still emptied").hasSize(3);
        done();
        assertThat(sizes()).containsExactly("demo-shard-0 2", "demo-shard-1 2");
        assertThat(status("ScalingBlocked")).isEqualTo("False AsExpected");
        assertThat(redisPods()).hasSize(6);
        pods.run();
        assertThat(redisPods()).hasSize(4);
    }

    @Test
    void replicasJoinAndLeave() {
        coordinators = new FakeCoordinators("demo", 1, 2);
        podsRegister();
        user("shards: 1");
        settle();
        user("{shards: 1, replicasPerShard: 2}");
        look();
        assertThat(sizes()).containsExactly("demo-shard-0 3");
        pods.run();
        look();
        assertThat(coordinators.begun()).containsExactly("add-replica s1 [demo-shard-0-2]");
        done();

        coordinators.switchover("s1", "demo-shard-0-2");
        user("{shards: 1, replicasPerShard: 0}");
        look();
        assertThat(coordinators.primary("s1")).as("the pod that stays leads").isEqualTo("demo-shard-0-0");
        look();
        assertThat(coordinators.begun()).last().isEqualTo("remove-replica [demo-shard-0-1, demo-shard-0-2]");
        assertThat(sizes()).containsExactly("demo-shard-0 3");
        done();
        assertThat(sizes()).containsExactly("demo-shard-0 1");
    }

    @Test
    void aRefusalOfTheCoordinatorsIsReported() {
        formed();
        coordinators.refuse(Optional.of("the keys of s3 do not fit into the others"));
        user("shards: 2");
        look();
        assertThat(status("ScalingBlocked")).isEqualTo("True NOT_ENOUGH_MEMORY");
        assertThat(condition("ScalingBlocked").getMessage()).contains("the keys of s3 do not fit");
        assertThat(shardSets()).hasSize(3);
        user("shards: 3");
        look();
        assertThat(status("ScalingBlocked")).isEqualTo("False AsExpected");
    }

    @Test
    void anOperationThatPausedItselfBlocksAndOneThatWasAbortedIsTriedAgainLater() {
        formed();
        user("shards: 2");
        look();
        coordinators.last("paused", "TARGET_OUT_OF_MEMORY", "s1 is full", Optional.empty());
        look();
        assertThat(status("ScalingBlocked")).isEqualTo("True TARGET_OUT_OF_MEMORY");
        assertThat(condition("ScalingBlocked").getMessage())
                .contains("s1 is full")
                .contains("slotkeeper operations 1");
        coordinators.last("aborted", "ABORTED", "by a user", Optional.of(now));
        look();
        assertThat(coordinators.begun()).hasSize(1);
        assertThat(status("ScalingBlocked")).isEqualTo("True ABORTED");
        now = now.plusSeconds(61);
        look();
        assertThat(coordinators.begun()).hasSize(2);
    }

    @Test
    void nothingShrinksWhileTheCoordinatorsAreAwayOrHaveLostTheirMap() {
        formed();
        coordinators.reachable(false);
        user("shards: 1");
        look();
        assertThat(shardSets()).hasSize(3);
        coordinators.reachable(true);
        coordinators.formed(false);
        look();
        assertThat(shardSets()).hasSize(3);
        coordinators.formed(true);
        api.client().resource(set("demo-shard-2")).delete();
        look();
        assertThat(shardSets()).as("what was deleted is made again").hasSize(3);
    }

    /** The newest operation ends, and the cluster is looked at until nothing changes. */
    private void done() {
        coordinators.last("done", "DONE", "", Optional.of(now));
        look();
        look();
    }

    private void formed() {
        user("{}");
        settle();
        assertThat(status("Progressing")).isEqualTo("False AsExpected");
    }

    private StatefulSet set(String name) {
        return shardSets().stream()
                .filter(set -> set.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> sizes() {
        return shardSets().stream()
                .map(set -> set.getMetadata().getName() + " " + set.getSpec().getReplicas())
                .sorted()
                .toList();
    }
}
