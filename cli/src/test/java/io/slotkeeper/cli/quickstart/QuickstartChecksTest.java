package io.slotkeeper.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.core.control.WriteSafety;
import io.slotkeeper.testkit.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartChecksTest {
    @TempDir
    Path parent;

    private final int redisPort = FreePorts.reserve();

    @Test
    void aTakenPortIsNamedWithItsFlag() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            QuickstartPorts ports =
                    new QuickstartPorts(taken.getLocalPort(), FreePorts.reserve(), FreePorts.reserve(), 0);
            assertThatThrownBy(() -> PortPlan.of(settings(1, ports)).check())
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("--http-port");
        }
    }

    @Test
    void aPortNeededTwiceIsRefused() {
        assertThatThrownBy(() -> PortPlan.of(settings(1, new QuickstartPorts(redisPort, 5701, 6701, 0)))
                        .check())
                .hasMessageContaining("needed twice")
                .hasMessageContaining("--redis-port or --http-port");
    }

    @Test
    void aSecondUserOfTheDirectoryIsRefused() {
        try (DataDirectory first = DataDirectory.open(settings(1))) {
            assertThat(first.root()).exists();
            assertThatThrownBy(() -> DataDirectory.open(settings(1)))
                    .hasMessageContaining("Another quickstart runs on");
        }
    }

    @Test
    void anotherShardCountIsRefusedWithTheRemedy() {
        DataDirectory.open(settings(1)).close();
        assertThatThrownBy(() -> DataDirectory.open(settings(2)))
                .hasMessageContaining("--shards is 2")
                .hasMessageContaining("Start it with --shards 1");
    }

    @Test
    void aFormedClusterMustBeComplete() throws IOException {
        try (DataDirectory directory = DataDirectory.open(settings(1))) {
            directory.markFormed();
        }
        assertThatThrownBy(() -> DataDirectory.open(settings(1))).hasMessageContaining("the log of coordinator c1");
        Files.createDirectories(root().resolve("coordinator/c1/raft"));
        assertThatThrownBy(() -> DataDirectory.open(settings(1)))
                .hasMessageContaining("nodes.conf is missing or empty");
        Path node = Files.createDirectories(root().resolve("nodes/" + redisPort));
        Files.writeString(node.resolve("nodes.conf"), "vars");
        DataDirectory.open(settings(1)).close();
    }

    @Test
    void aTruncatedManifestIsRefused() throws IOException {
        DataDirectory.open(settings(1)).close();
        Files.writeString(root().resolve(Manifest.FILE), "shards: 1\nrepl");
        assertThatThrownBy(() -> DataDirectory.open(settings(1)))
                .hasMessageContaining("quickstart.yaml is damaged")
                .hasMessageContaining("Restore it from a backup");
    }

    @Test
    void nodesWithoutManifestAreRefused() throws IOException {
        Files.createDirectories(root().resolve("nodes/7000"));
        assertThatThrownBy(() -> DataDirectory.open(settings(1)))
                .hasMessageContaining("holds nodes, but no quickstart.yaml");
    }

    @Test
    void aFileInsteadOfADirectoryIsRefused() throws IOException {
        Files.createFile(root());
        assertThatThrownBy(() -> DataDirectory.open(settings(1))).hasMessageContaining("is a file, not a directory");
    }

    @Test
    void aTemporaryDirectoryIsRemoved() {
        QuickstartSettings kept = settings(1);
        DataDirectory directory = DataDirectory.open(new QuickstartSettings(
                kept.topology(),
                1,
                kept.ports(),
                Optional.empty(),
                kept.restartDelay(),
                kept.writeSafety(),
                kept.redis()));
        assertThat(directory.root()).exists();
        directory.close();
        assertThat(directory.root()).doesNotExist();
    }

    private Path root() {
        return parent.resolve("data");
    }

    private QuickstartSettings settings(int shards) {
        return settings(shards, new QuickstartPorts(8080, 5701, 6701, 0));
    }

    private QuickstartSettings settings(int shards, QuickstartPorts ports) {
        return new QuickstartSettings(
                new Topology(shards, 0, redisPort, List.of("a", "b")),
                1,
                ports,
                Optional.of(root()),
                Duration.ofSeconds(1),
                WriteSafety.LEASE,
                new QuickstartSettings.Redis(Optional.empty(), Optional.empty()));
    }
}
