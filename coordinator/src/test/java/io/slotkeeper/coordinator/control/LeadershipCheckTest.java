package io.slotkeeper.coordinator.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.coordinator.consensus.ConsensusLog;
import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.protocol.Addresses;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.SlotMapRecord;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Coordinator c1 leads in term 7, or believes so. */
class LeadershipCheckTest {
    private static final ControlEvent CONFIRMED = new ControlEvent.LeadershipConfirmed(3);
    private static final ControlEvent DOUBTED = new ControlEvent.LeadershipDoubted(3);

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<ControlEvent> told = new LinkedBlockingQueue<>();
    private volatile boolean isolated;
    private final AtomicInteger resigned = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aloneItIsConfirmedWithoutAsking() {
        assertThat(check(new Leader(7, true), "c1")).isEqualTo(CONFIRMED);
    }

    @Test
    void whoDoesNotLeadInThatTermConfirmsNothing() {
        assertThat(check(new Leader(7, false), "c1")).isEqualTo(DOUBTED);
        assertThat(check(new Leader(8, true), "c1")).isEqualTo(DOUBTED);
    }

    @Test
    void majorityOfThreeIsEnough() {
        knows("c2", 7);
        knows("c3", 9);
        assertThat(check(new Leader(7, true), "c1", "c2", "c3")).isEqualTo(CONFIRMED);
    }

    @Test
    void whoHasNotHeardOfTheTermYetHasVotedInNoHigherOne() {
        knows("c2", 6);
        assertThat(check(new Leader(7, true), "c1", "c2", "c3")).isEqualTo(CONFIRMED);
    }

    @Test
    void higherTermsOfAMajorityEndIt() {
        knows("c2", 8);
        knows("c3", 8);
        assertThat(check(new Leader(7, true), "c1", "c2", "c3")).isEqualTo(DOUBTED);
    }

    @Test
    void silenceOfTheOthersConfirmsNothing() {
        vertx.eventBus().consumer(Addresses.term("c2"), question -> {});
        assertThat(check(new Leader(7, true), "c1", "c2", "c3")).isEqualTo(DOUBTED);
    }

    @Test
    void whoIsDeposedByAMajorityResigns() {
        knows("c2", 8);
        knows("c3", 8);
        check(new Leader(7, true), "c1", "c2", "c3");
        assertThat(resigned.get()).isEqualTo(1);
    }

    @Test
    void whoIsOnlyNotHeardOnTheBusGoesOnUnlessTheLogIsAloneToo() {
        check(new Leader(7, true), "c1", "c2", "c3");
        assertThat(resigned.get()).isZero();
        isolated = true;
        check(new Leader(7, true), "c1", "c2", "c3");
        assertThat(resigned.get()).isEqualTo(1);
    }

    private void knows(String coordinator, long term) {
        vertx.eventBus().consumer(Addresses.term(coordinator), question -> question.reply(term));
    }

    private ControlEvent check(ConsensusLog log, String... peers) {
        ControlPorts ports = new ControlPorts("c1", Set.of(peers), new Inbox(), log, null, state -> {});
        LeadershipCheck check = new LeadershipCheck(vertx.eventBus(), ports, told::add);
        vertx.getOrCreateContext().runOnContext(v -> check.confirm(new Effect.ConfirmLeadership(3, 7)));
        try {
            ControlEvent first = told.poll(5, TimeUnit.SECONDS);
            assertThat(told).as("told once").isEmpty();
            return first;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class Leader implements LogOfOne {
        private final long term;
        private final boolean leads;

        Leader(long term, boolean leads) {
            this.term = term;
            this.leads = leads;
        }

        @Override
        public long term() {
            return term;
        }

        @Override
        public boolean isLeader() {
            return leads;
        }

        @Override
        public boolean isIsolated() {
            return isolated;
        }

        @Override
        public void resign() {
            resigned.incrementAndGet();
        }

        @Override
        public CompletionStage<ApplyOutcome> propose(SlotMapRecord record) {
            return CompletableFuture.failedFuture(new UnsupportedOperationException("no proposals here"));
        }

        @Override
        public ClusterState state() {
            return ClusterState.initial();
        }

        @Override
        public Optional<String> leader() {
            return Optional.of("c1");
        }
    }
}
