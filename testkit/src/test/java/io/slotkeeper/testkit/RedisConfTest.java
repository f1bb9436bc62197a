package io.slotkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisConfTest {
    @TempDir
    Path directory;

    @Test
    void defaultsAreWhatSlotkeeperWants() {
        assertThat(RedisConf.lines(RedisServerOptions.in(directory, 7000)))
                .contains(
                        "cluster-enabled yes",
                        "cluster-node-timeout 15000",
                        "cluster-replica-no-failover yes",
                        "cluster-allow-replica-migration no",
                        "cluster-require-full-coverage no",
                        "repl-diskless-sync yes",
                        "repl-diskless-sync-delay 3600",
                        "appendonly no",
                        "save \"\"",
                        "protected-mode no",
                        "daemonize no");
    }

    @Test
    void protectedModeStaysOnWithAPasswordOrBeyondLoopback() {
        RedisServerOptions options = RedisServerOptions.in(directory, 7000);
        assertThat(RedisConf.lines(options.withPassword("s"))).contains("protected-mode yes");
        assertThat(RedisConf.lines(options.withBind("0.0.0.0"))).contains("protected-mode yes");
    }

    @Test
    void withoutGuardNoSyncDelayIsWritten() {
        assertThat(RedisConf.lines(RedisServerOptions.in(directory, 7000).withSyncGuard(false)))
                .noneMatch(line -> line.startsWith("repl-diskless"));
    }

    @Test
    void theFileIsForItsOwnerOnlyAndQuotesThePassword() throws Exception {
        Path file = RedisConf.write(RedisServerOptions.in(directory, 7000).withPassword("a\"b\\c"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).content().contains("requirepass \"a\\\"b\\\\c\"");
    }

    @Test
    void secretsStayOutOfTexts() {
        assertThat(RedisServerOptions.in(directory, 7000).withPassword("s3cret").withLine("user x >s3cret"))
                .asString()
                .doesNotContain("s3cret");
    }

    @Test
    void aPortWithoutBusPortAndALineBreakAreRefused() {
        assertThatThrownBy(() -> RedisServerOptions.in(directory, 55_536)).hasMessageContaining("55535");
        RedisServerOptions options = RedisServerOptions.in(directory, 7000);
        assertThatThrownBy(() -> options.withPassword("a\nrename-command x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line break");
    }
}
