package io.slotkeeper.coordinator.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatisConsensusLogIT {
    private static final long FIRST = 1;

    @TempDir
    Path directory;

    @Test
    void aGroupOfOneKeepsItsRecordsOverARestart() throws Exception {
        try (LogGroup group = new LogGroup(directory, 1, ConsensusTuning.DEFAULT)) {
            group.start("c1");
            group.awaitLeader();
            LogGroup.commit(group.running.get("c1"), 50);
            assertThat(group.listeners.get("c1").events).contains("gained", "applied 50");
            RatisConsensusLog stopped = group.running.get("c1");
            group.stop("c1");
            assertThat(stopped.failed().toCompletableFuture())
                    .as("a stop is no failure")
                    .isNotDone();
            RatisConsensusLog again = group.start("c1");
            group.awaitLeader();
            assertThat(again.state().nextSequence()).isEqualTo(FIRST + 50);
            assertThat(group.listeners.get("c1").entriesAtLeadership)
                    .as("records applied before leadership was announced")
                    .isEqualTo(FIRST + 50);
        }
    }

    @Test
    void snapshotsReplaceTheLogAndSurviveARestart() throws Exception {
        try (LogGroup group = new LogGroup(directory, 1, new ConsensusTuning(100, 5_000))) {
            group.start("c1");
            group.awaitLeader();
            LogGroup.commit(group.running.get("c1"), 350);
            group.stop("c1");
            try (Stream<Path> files = Files.walk(directory)) {
                assertThat(files.filter(f -> f.getFileName().toString().matches("snapshot\\.\\d+_\\d+")))
                        .hasSizeBetween(1, 3);
            }
            RatisConsensusLog again = group.start("c1");
            group.awaitLeader();
            assertThat(again.state().nextSequence()).isEqualTo(FIRST + 350);
        }
    }

    @Test
    void threeGoOnWithoutTheirLeader() throws Exception {
        try (LogGroup group = new LogGroup(directory, 3, new ConsensusTuning(40, 5_000)).startAll()) {
            String leader = group.awaitLeader();
            LogGroup.commit(group.running.get(leader), 20);
            String follower = group.followerOf(leader);
            assertNotLeader(group.running.get(follower), leader);
            group.stop(leader);
            String next = group.awaitLeader();
            assertThat(group.running.get(next).state().nextSequence()).isEqualTo(FIRST + 20);
            LogGroup.commit(group.running.get(next), 200);
            RatisConsensusLog returned = group.start(leader);
            await().atMost(Duration.ofSeconds(20)).until(() -> returned.state().nextSequence() == FIRST + 220);
        }
    }

    @Test
    void aFollowerThatWasAwayLongGetsASnapshot() throws Exception {
        ConsensusTuning small = new ConsensusTuning(50, 5_000).withSegmentBytes(4096);
        try (LogGroup group = new LogGroup(directory, 3, small).startAll()) {
            String leader = group.awaitLeader();
            LogGroup.commit(group.running.get(leader), 10);
            String absent = group.followerOf(leader);
            group.stop(absent);
            LogGroup.commit(group.running.get(leader), 300);
            RatisConsensusLog returned = group.start(absent);
            await().atMost(Duration.ofSeconds(20)).until(() -> returned.state().nextSequence() == FIRST + 310);
            assertThat(group.listeners.get(absent).events)
                    .as("states taken over as a whole")
                    .anyMatch(event -> event.startsWith("replaced"));
            LogGroup.commit(group.running.get(leader), 5);
            group.stop(absent);
            RatisConsensusLog again = group.start(absent);
            await().atMost(Duration.ofSeconds(20)).until(() -> again.state().nextSequence() == FIRST + 315);
        }
    }

    @Test
    void theLeadershipIsHandedOver() throws Exception {
        try (LogGroup group = new LogGroup(directory, 3, ConsensusTuning.DEFAULT).startAll()) {
            String leader = group.awaitLeader();
            LogGroup.commit(group.running.get(leader), 10);
            String heir = group.running.get(leader).handOver().orElseThrow();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> group.running.get(heir).isLeader());
            assertThat(group.running.get(leader).isLeader()).isFalse();
            assertThat(group.running.get(leader).handOver())
                    .as("a follower has nothing to hand over")
                    .isEmpty();
        }
    }

    @Test
    void aLostDirectoryIsReplacedWithoutItsVote() throws Exception {
        ConsensusTuning small = new ConsensusTuning(50, 5_000).withSegmentBytes(4096);
        try (LogGroup group = new LogGroup(directory, 3, small).startAll()) {
            String leader = group.awaitLeader();
            LogGroup.commit(group.running.get(leader), 120);
            String lost = group.followerOf(leader);
            group.stop(lost);
            LogGroup.delete(group.options(lost).dataDir());
            RatisConsensusLog replacement = group.startReplacement(lost);
            assertThat(replacement.replacing()).isTrue();
            RatisConsensusLog leading = group.running.get(leader);
            leading.expel(lost);
            leading.include(lost, group.options(lost).peers().get(lost));
            replacement.replaced();
            LogGroup.commit(leading, 5);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> replacement.state().nextSequence() == FIRST + 125);
            group.stop(group.followerOf(leader, lost));
            // Only with the vote of the new one.
            LogGroup.commit(leading, 5);
            group.stop(lost);
            assertThat(group.start(lost).replacing()).isFalse();
        }
    }

    @Test
    void aLeaderWithoutAMajorityDoesNotKnowTheOutcome() throws Exception {
        try (LogGroup group = new LogGroup(directory, 3, new ConsensusTuning(1_000, 1_000)).startAll()) {
            String leader = group.awaitLeader();
            RatisConsensusLog log = group.running.get(leader);
            List<String> followers = group.options(leader).peers().keySet().stream()
                    .filter(id -> !id.equals(leader))
                    .toList();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> followers.forEach(group::stop));
            List<CompletableFuture<?>> proposals = new ArrayList<>();
            // One after the other: some are in the log at the moment when the majority is gone. Ratis looks at its
            // leadership
            // only when it has nothing to do, so they must come to an end.
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        proposals.add(log.propose(LogGroup.note(1)).toCompletableFuture());
                        return stopping.isDone();
                    });
            await().atMost(Duration.ofSeconds(20)).until(() -> !log.isLeader());
            stopping.get(30, TimeUnit.SECONDS);
            List<Throwable> failures = new ArrayList<>();
            for (CompletableFuture<?> proposal : proposals) {
                failure(proposal).ifPresent(failures::add);
            }
            assertThat(failures).hasAtLeastOneElementOfType(OutcomeUnknownException.class);
            assertThat(failures)
                    .allMatch(failure ->
                            failure instanceof OutcomeUnknownException || failure instanceof NotLeaderException);
            assertThat(group.listeners.get(leader).events).contains("lost");
        }
    }

    @Test
    void aLeaderWithoutAMajorityThatIsKeptBusyLeadsUntilItIsToldToResign() throws Exception {
        try (LogGroup group = new LogGroup(directory, 3, new ConsensusTuning(1_000, 60_000)).startAll()) {
            String leader = group.awaitLeader();
            RatisConsensusLog log = group.running.get(leader);
            LogGroup.commit(log, 1);
            ScheduledExecutorService proposer = Executors.newSingleThreadScheduledExecutor();
            try {
                var busy =
                        proposer.scheduleAtFixedRate(() -> log.propose(LogGroup.note(1)), 0, 5, TimeUnit.MILLISECONDS);
                assertThat(log.isIsolated()).isFalse();
                group.options(leader).peers().keySet().stream()
                        .filter(id -> !id.equals(leader))
                        .forEach(group::stop);
                await().atMost(Duration.ofSeconds(10)).until(log::isIsolated);
                assertThat(log.isLeader()).as("it does not notice by itself").isTrue();

                log.resign();
                await().atMost(Duration.ofSeconds(5)).until(() -> !log.isLeader());
                assertThat(log.isIsolated()).isFalse();
                assertThat(group.listeners.get(leader).events).contains("lost");
                assertThat(busy.isDone()).isFalse();
            } finally {
                proposer.shutdownNow();
            }
        }
    }

    /** Waits for the end of a proposal; empty when it was committed. */
    private static Optional<Throwable> failure(CompletableFuture<?> proposal) throws Exception {
        try {
            proposal.get(20, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause());
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (LogGroup group = new LogGroup(directory, 1, ConsensusTuning.DEFAULT)) {
            group.start("c1");
            ConsensusOptions other =
                    new ConsensusOptions("c1", group.options("c1").peers(), directory.resolve("other"));
            assertThatThrownBy(() -> RatisConsensusLog.open(
                            other, LogGroup.FORMED, new RecordingListener(), ConsensusTuning.DEFAULT))
                    .hasMessageContaining(":" + other.port())
                    .hasMessageContaining("--raft-port");
        }
    }

    private static void assertNotLeader(ConsensusLog follower, String leader) {
        assertThatThrownBy(() ->
                        follower.propose(LogGroup.note(0)).toCompletableFuture().get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        NotLeaderException.class, e -> assertThat(e.leader()).contains(leader));
    }
}
