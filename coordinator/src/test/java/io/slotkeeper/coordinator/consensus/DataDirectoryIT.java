package io.slotkeeper.coordinator.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages the directory of a coordinator in every way we could think of: it refuses, or it has lost nothing. */
class DataDirectoryIT {
    private static final int RECORDS = 50;

    @TempDir
    Path directory;

    private LogGroup group;
    private Path data;

    @BeforeEach
    void writeRecords() throws Exception {
        group = new LogGroup(directory, 1, new ConsensusTuning(10_000, 5_000));
        data = group.options("c1").dataDir();
        writeRecordsTo(group);
    }

    private static void writeRecordsTo(LogGroup group) throws Exception {
        group.start("c1");
        group.awaitLeader();
        LogGroup.commit(group.running.get("c1"), RECORDS);
    }

    @AfterEach
    void stop() {
        group.close();
    }

    /** As a process leaves it that was killed: nothing closed, a preallocated segment, perhaps no snapshot. */
    private void kill() throws IOException {
        Path killed = directory.resolve("killed");
        copy(data, killed);
        group.stop("c1");
        delete(data);
        copy(killed, data);
    }

    @Test
    void everyFlippedByteOfTheLogIsNoticed() throws Exception {
        kill();
        Path segment = only("log_inprogress_\\d+");
        byte[] sound = Files.readAllBytes(segment);
        int end = soundEnd(segment);
        for (int position = 0; position < end; position++) {
            byte[] flipped = sound.clone();
            flipped[position] ^= (byte) (1 << (position % 8));
            Files.write(segment, flipped);
            assertThatThrownBy(() -> DataDirectory.open(group.options("c1"), LogGroup.FORMED)
                            .close())
                    .as("byte %d flipped", position)
                    .isInstanceOf(DataDirectoryException.class);
        }
        Files.write(segment, sound);
        assertRecovers();
    }

    @Test
    void everyTruncationOfTheLogIsNoticed() throws Exception {
        kill();
        Path segment = only("log_inprogress_\\d+");
        byte[] sound = Files.readAllBytes(segment);
        int end = soundEnd(segment);
        for (int length = 0; length < end; length += 3) {
            Files.write(segment, Arrays.copyOf(sound, length));
            assertThatThrownBy(() -> DataDirectory.open(group.options("c1"), LogGroup.FORMED)
                            .close())
                    .as("truncated to %d bytes", length)
                    .isInstanceOf(DataDirectoryException.class);
        }
        Files.write(segment, Arrays.copyOf(sound, end));
        assertRecovers();
    }

    @Test
    void aTornRecordThatNobodyWasToldOfIsCutOff() throws Exception {
        kill();
        Path segment = only("log_inprogress_\\d+");
        byte[] bytes = Files.readAllBytes(segment);
        int end = soundEnd(segment);
        byte[] half = Arrays.copyOfRange(bytes, SegmentScan.HEADER_LENGTH, SegmentScan.HEADER_LENGTH + 10);
        byte[] torn = Arrays.copyOf(bytes, Math.max(bytes.length, end + 10));
        System.arraycopy(half, 0, torn, end, half.length);
        Files.write(segment, torn);
        assertRecovers();
    }

    @Test
    void missingFilesAreNamed() throws Exception {
        kill();
        for (String name : new String[] {"manifest", "watermark", "raft-meta"}) {
            Path file = only(name);
            Path aside = directory.resolve("aside");
            Files.move(file, aside);
            assertRefused(file, "is missing");
            Files.move(aside, file);
        }
        Path segment = only("log_inprogress_\\d+");
        Files.move(segment, directory.resolve("segment"));
        assertRefused(segment, "ends at entry -1, but entry " + RECORDS + " had been applied");
        Path raft = data.resolve("raft");
        Files.move(raft, directory.resolve("aside"));
        assertRefused(raft, "is missing");
    }

    @Test
    void aDamagedWatermarkOrTermIsRefused() throws Exception {
        kill();
        damaged(only("watermark"), bytes -> Arrays.copyOf(bytes, 5), "has 5 bytes");
        damaged(only("watermark"), DataDirectoryIT::flipLast, "checksum");
        damaged(only("raft-meta"), bytes -> "votedFor=c1\nterm=-1\n".getBytes(StandardCharsets.UTF_8), "says term -1");
        damaged(
                only("raft-meta"),
                bytes -> "votedFor=c1\nterm=x\n".getBytes(StandardCharsets.UTF_8),
                "no readable term");
        assertRecovers();
    }

    @Test
    void aDamagedSnapshotIsRefused() throws Exception {
        group.close();
        group = new LogGroup(directory.resolve("small"), 1, new ConsensusTuning(20, 5_000));
        data = group.options("c1").dataDir();
        writeRecordsTo(group);
        group.stop("c1");
        Path snapshot = only("snapshot\\.\\d+_\\d+");
        damaged(snapshot, DataDirectoryIT::flipLast, "checksum");
        damaged(snapshot, bytes -> Arrays.copyOf(bytes, bytes.length / 2), "checksum");
        damaged(snapshot, bytes -> new byte[0], "no snapshot");
        damaged(only("snapshot\\.\\d+_\\d+\\.md5"), bytes -> new byte[0], ".md5");
        assertRecovers();
    }

    @Test
    void theDirectoryOfAnotherCoordinatorIsRefused() throws Exception {
        int port = group.options("c1").port();
        group.stop("c1");
        ConsensusOptions other = new ConsensusOptions("c2", new TreeMap<>(Map.of("c2", "127.0.0.1:" + port)), data);
        assertThatThrownBy(() -> DataDirectory.open(other, LogGroup.FORMED))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("id=c1")
                .hasMessageContaining("--id");
    }

    @Test
    void aDirectoryInUseIsRefused() {
        assertThatThrownBy(() -> DataDirectory.open(group.options("c1"), LogGroup.FORMED))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("another process is using it")
                .hasMessageContaining("--data-dir");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        ConsensusOptions options =
                new ConsensusOptions("c1", group.options("c1").peers(), file.resolve("data"));
        assertThatThrownBy(() -> DataDirectory.open(options, LogGroup.FORMED))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("permission");
    }

    private void damaged(Path file, UnaryOperator<byte[]> damage, String message) throws IOException {
        byte[] sound = Files.readAllBytes(file);
        Files.write(file, damage.apply(sound));
        assertRefused(file, message);
        Files.write(file, sound);
    }

    private void assertRefused(Path file, String message) {
        assertThatThrownBy(() ->
                        DataDirectory.open(group.options("c1"), LogGroup.FORMED).close())
                .as("%s", file)
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining(message);
    }

    private void assertRecovers() {
        RatisConsensusLog again = group.start("c1");
        group.awaitLeader();
        assertThat(again.state().nextSequence()).isEqualTo(1 + RECORDS);
    }

    /** The last entry is the 50th record: what is beyond it are zeros. */
    private static int soundEnd(Path segment) throws IOException {
        return SegmentScan.of(segment, 0).soundLength();
    }

    private static byte[] flipLast(byte[] bytes) {
        byte[] flipped = bytes.clone();
        flipped[bytes.length - 1] ^= 1;
        return flipped;
    }

    private Path only(String name) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
