package io.slotkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisBinaryIT {
    @TempDir
    Path directory;

    @Test
    void theEmbeddedRedisFormsAClusterToo() {
        RedisBinary embedded = RedisBinary.embedded();
        assertThat(embedded.origin()).isEqualTo(RedisBinary.Origin.EMBEDDED);
        assertThat(embedded.version()).startsWith("6.2.");
        assertThat(embedded.major()).isEqualTo(6);
        try (LocalRedisGroup group = LocalRedisGroup.start(embedded, 1, UnaryOperator.identity());
                RedisProbe probe = new RedisProbe(group.server(0).address())) {
            assertThat(probe.info("cluster_enabled")).isEqualTo("1");
            assertThat(probe.config("cluster-allow-replica-migration")).isEqualTo("no");
        }
        try (NativeCluster cluster = NativeCluster.start(embedded, 3, 1, Duration.ofSeconds(2))) {
            assertThat(cluster.servers()).hasSize(6);
        }
    }

    @Test
    void anExtractedBinaryIsUsedAgainAndADamagedOneReplaced() throws Exception {
        Path file = RedisBinary.embedded().path();
        var before = Files.getLastModifiedTime(file);
        assertThat(RedisBinary.embedded().path()).isEqualTo(file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
        Files.delete(file);
        Files.writeString(file, "half");
        assertThat(RedisBinary.embedded().version()).startsWith("6.2.");
    }

    @Test
    void thePathComesFirst() {
        RedisBinary.onPath().ifPresent(binary -> assertThat(RedisBinary.at(binary.path()))
                .isEqualTo(new RedisBinary(binary.path(), binary.version(), RedisBinary.Origin.EXPLICIT)));
    }

    @Test
    void aMissingFileAndAnotherProgramAreNamedWithTheRemedy() throws Exception {
        assertThatThrownBy(() -> RedisBinary.at(directory.resolve("nothing")))
                .isInstanceOf(RedisProcessException.class)
                .hasMessageContaining("nothing")
                .hasMessageContaining("not an executable file");
        Path other = script("echo hello");
        assertThatThrownBy(() -> RedisBinary.at(other))
                .hasMessageContaining("does not answer like a redis-server")
                .hasMessageContaining("apt-get install redis-server");
    }

    @Test
    void aMissingOpenSslIsExplained() throws Exception {
        Path broken = script("echo 'error while loading shared libraries: libssl.so.3: cannot open' >&2; exit 127");
        assertThatThrownBy(() -> RedisBinary.at(broken)).hasMessageContaining("needs OpenSSL 3");
    }

    private Path script(String body) throws Exception {
        Path file = Files.writeString(directory.resolve("redis-server"), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
