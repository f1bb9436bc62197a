package io.slotkeeper.coordinator.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.bus.BusMember;
import io.slotkeeper.bus.ClusterBus;
import io.slotkeeper.coordinator.api.FakeOperations;
import io.slotkeeper.coordinator.api.RunningApi;
import io.slotkeeper.coordinator.publish.CoordinatorMetrics;
import io.slotkeeper.coordinator.publish.SlotMapPublisher;
import io.slotkeeper.core.control.ControlOptions;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.protocol.DrillPermission;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.PublishTimed;
import io.slotkeeper.core.record.SlotMapRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A coordinator that starts again takes in its whole log, and leads before it has done so. */
class ReplayTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CoordinatorMetrics metrics = new CoordinatorMetrics(registry);
    private final Control control = new Control(
            "c1", Set.of("c1"), ControlOptions.of(new ClusterSettings(1, 1)), DrillPermission.NONE, registry);
    private final SlotMapPublisher publisher =
            new SlotMapPublisher(vertx.eventBus(), control::leads, metrics, control::published);
    private final LeadingLog log = new LeadingLog();
    private final List<Long> onBus = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        RunningApi.await(vertx.close());
    }

    @Test
    void whatHappenedBeforeTheStartIsNeitherMeasuredNorPublishedAgain() {
        vertx.eventBus()
                .<JsonObject>consumer(
                        "slotkeeper.slots", frame -> onBus.add(frame.body().getLong("version")));
        log.form(1);
        log.switchOver();
        long before = log.state().map().version();
        control.listener().leadershipGained(2, log.state());
        RunningApi.await(control.start(new LocalBus(vertx), log, publisher));

        log.switchOver();
        long after = log.state().map().version();

        Awaitility.await().until(() -> onBus.contains(after));
        Awaitility.await().until(() -> log.proposals.stream().anyMatch(PublishTimed.class::isInstance));
        assertThat(onBus)
                .as("where the new leader stands, then what is new")
                .startsWith(before, before + 1)
                .doesNotHaveDuplicates();
        assertThat(log.proposals.stream().filter(PublishTimed.class::isInstance).map(r -> ((PublishTimed) r).epoch()))
                .containsExactly(3L);
    }

    /** Applies at once, as long as it is told what; takes proposals and does nothing. Leads all the time. */
    private final class LeadingLog extends FakeOperations implements LogOfOne {
        private final List<SlotMapRecord> proposals = new CopyOnWriteArrayList<>();
        private long index;

        LeadingLog() {
            super(new SlotMapPublisher(vertx.eventBus(), () -> false, metrics, (version, micros) -> {}));
        }

        void switchOver() {
            promote(new PromotionRequest(ElectionKind.SWITCHOVER, "s1", Optional.empty(), 1000));
        }

        @Override
        public synchronized ApplyOutcome apply(SlotMapRecord record) {
            ApplyOutcome outcome = super.apply(record);
            control.listener().applied(++index, record, outcome);
            return outcome;
        }

        @Override
        public CompletionStage<ApplyOutcome> propose(SlotMapRecord record) {
            proposals.add(record);
            return new CompletableFuture<>();
        }

        @Override
        public ClusterState state() {
            return super.state();
        }

        @Override
        public long term() {
            return 1;
        }

        @Override
        public boolean isLeader() {
            return true;
        }
    }

    private record LocalBus(Vertx vertx) implements ClusterBus {
        @Override
        public List<BusMember> members() {
            return List.of();
        }

        @Override
        public void onJoined(Consumer<BusMember> listener) {}

        @Override
        public void onLeft(Consumer<BusMember> listener) {}

        @Override
        public Future<Void> close() {
            return vertx.close();
        }
    }
}
