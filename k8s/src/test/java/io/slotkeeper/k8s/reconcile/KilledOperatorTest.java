package io.slotkeeper.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slotkeeper.k8s.FakeCoordinators;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * A cluster is made, rolled, scaled out and in. In each of its lives the operator is killed before another one of its writes, and
 * the next operator goes on from what is there: all lives end the same.
 */
class KilledOperatorTest {
    @Test
    void whoeverComesNextFinishesTheWork() {
        int write = 0;
        boolean killed = true;
        while (killed) {
            write++;
            Life life = new Life(write);
            try {
                killed = life.live();
            } finally {
                life.stop();
            }
        }
        System.out.println("killed before each of " + (write - 1) + " writes");
        assertThat(write).isGreaterThan(30);
    }

    private static final class Life extends LooksAtACluster {
        private static final int ENOUGH = 40;

        private final int lastWrite;
        private int writes;
        private boolean killed;

        /** The operator is killed before its n-th write. */
        Life(int n) {
            lastWrite = n;
            coordinators = new FakeCoordinators("demo", 1, 2);
            coordinators.registered(() ->
                    redisPods().stream().map(pod -> pod.getMetadata().getName()).toList());
            aMachine();
        }

        /** Whether the operator was killed. */
        boolean live() {
            user("{shards: 1}");
            until(() -> redisPods().size() == 2);
            List<String> before = uids();
            user("{shards: 1, redis: {image: 'redis:8'}}");
            until(() ->
                    uids().stream().noneMatch(before::contains) && redisPods().size() == 2);
            user("{shards: 2, redis: {image: 'redis:8'}}");
            until(() -> coordinators.shards().size() == 2);
            user("{shards: 1, redis: {image: 'redis:8'}}");
            until(() -> coordinators.shards().size() == 1 && redisPods().size() == 2);
            assertThat(shardSets()).as(toString()).hasSize(1);
            assertThat(status("ScalingBlocked")).as(toString()).isEqualTo("False AsExpected");
            assertThat(status("Degraded")).as(toString()).isEqualTo("False AsExpected");
            assertThat(coordinators.switchovers()).as(toString()).hasSizeBetween(1, 2);
            assertThat(coordinators.begun()).as(toString()).hasSize(2);
            return killed;
        }

        private void until(BooleanSupplier done) {
            for (int i = 0; i < ENOUGH; i++) {
                lookAndMaybeDie();
                pods.run();
                coordinators.finishAll(Optional.of(now));
                if (isCalm() && done.getAsBoolean()) {
                    return;
                }
            }
            throw new AssertionError(this + " does not converge: " + cluster().getStatus());
        }

        private boolean isCalm() {
            return cluster().getStatus() != null && status("Progressing").equals("False AsExpected");
        }

        private void lookAndMaybeDie() {
            api.failFromWrite(Math.max(0, lastWrite - writes));
            try {
                look();
            } catch (KubernetesClientException e) {
                killed = true;
            } finally {
                writes += api.failFromWrite(0);
            }
        }

        private List<String> uids() {
            return redisPods().stream().map(pod -> pod.getMetadata().getUid()).toList();
        }

        @Override
        public String toString() {
            return "a life with a kill before write " + lastWrite;
        }
    }
}
