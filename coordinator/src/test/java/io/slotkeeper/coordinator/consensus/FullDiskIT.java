package io.slotkeeper.coordinator.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.testkit.net.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No room for the log: who cannot write it says so, and the others go on. */
@Tag("faults")
class FullDiskIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final ConsensusTuning SMALL_SEGMENTS = new ConsensusTuning(10_000, 2_000).withSegmentBytes(4096);

    @TempDir
    Path directory;

    private final Map<String, SmallDisk> disks = new HashMap<>();
    private LogGroup group;

    @BeforeEach
    void mount() throws Exception {
        assumeThat(SmallDisk.missing()).as("small disks").isEmpty();
        for (String id : new String[] {"c1", "c2", "c3"}) {
            SmallDisk disk = SmallDisk.create(4);
            disks.put(id, disk);
            Files.createSymbolicLink(
                    directory.resolve(id), Files.createDirectory(disk.path().resolve("data")));
        }
        group = new LogGroup(directory, 3, SMALL_SEGMENTS).startAll();
    }

    @AfterEach
    void unmount() {
        if (group != null) {
            group.close();
        }
        disks.values().forEach(SmallDisk::close);
    }

    @Test
    void aLeaderWithoutRoomSaysSoAndTheOthersGoOn() throws Exception {
        String full = group.awaitLeader();
        LogGroup.commit(group.running.get(full), 10);
        disks.get(full).fill();
        assertThatThrownBy(() -> LogGroup.commit(group.running.get(full), 1_000))
                .isInstanceOf(ExecutionException.class);
        long committed = group.running.get(full).state().nextSequence();
        String reason = group.running.get(full).failed().toCompletableFuture().get();
        assertThat(reason)
                .contains("cannot be written any more", "No space left on device", "Make room")
                .contains(directory.resolve(full).toString());
        assertThat(directory.resolve(full).resolve(SpareRoom.FILE)).doesNotExist();
        group.stop(full);

        String next = group.awaitLeader();
        LogGroup.commit(group.running.get(next), 50);
        long end = group.running.get(next).state().nextSequence();
        assertThat(end).isGreaterThanOrEqualTo(committed + 50);

        disks.get(full).free();
        RatisConsensusLog returned = group.start(full);
        await().atMost(TIMEOUT).until(() -> returned.state().nextSequence() == end);
        assertThat(returned.failed().toCompletableFuture()).isNotDone();
        assertThat(directory.resolve(full).resolve(SpareRoom.FILE)).isRegularFile();
    }

    @Test
    void aFollowerWithoutRoomSaysSoAndNobodyWaitsForIt() throws Exception {
        String leader = group.awaitLeader();
        String full = group.followerOf(leader);
        disks.get(full).fill();
        LogGroup.commit(group.running.get(leader), 300);
        await().atMost(TIMEOUT)
                .until(() ->
                        group.running.get(full).failed().toCompletableFuture().isDone());
        assertThat(group.running.get(leader).isLeader()).isTrue();
        group.stop(full);
        disks.get(full).free();
        RatisConsensusLog returned = group.start(full);
        long end = group.running.get(leader).state().nextSequence();
        await().atMost(TIMEOUT).until(() -> returned.state().nextSequence() == end);
    }
}
