package io.slotkeeper.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
    @Test
    void announcesTheTcpAddressByDefault() {
        AgentOptions options = AgentOptions.of("a1", RedisAddress.parse("10.0.0.1:7000"));
        assertThat(options.announced()).isEqualTo(new AgentOptions.Announce("10.0.0.1", 7000, 0));
        assertThat(options.timing().heartbeat()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void unixSocketNeedsAnAnnouncedAddress() {
        RedisAddress socket = RedisAddress.parse("unix:/run/redis.sock");
        assertThat(socket.isUnix()).isTrue();
        assertThat(socket)
                .isEqualTo(RedisAddress.parse("unix:///run/redis.sock"))
                .hasToString("unix:/run/redis.sock");
        assertThatThrownBy(() -> AgentOptions.of("a1", socket)).hasMessageContaining("set the announced host and port");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7000", "host", "host:", "host:0", "host:65536", "host:x", "unix:", "unix:relative", ":7000"
            })
    void refusesOtherAddresses(String text) {
        assertThatThrownBy(() -> RedisAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("HOST:PORT");
    }

    @Test
    void readsIpv6() {
        RedisAddress address = RedisAddress.parse("[::1]:7000");
        assertThat(address.host()).isEqualTo("::1");
        assertThat(address.connectionString()).isEqualTo("redis://[::1]:7000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "é"})
    void refusesOtherNames(String name) {
        assertThatThrownBy(() -> AgentOptions.of(name, RedisAddress.parse("h:1")))
                .hasMessageContaining("is not an agent name");
    }

    @Test
    void refusesBadPortsAndTimes() {
        AgentOptions options = AgentOptions.of("a1", RedisAddress.parse("h:1"));
        assertThatThrownBy(() -> options.withHealthPort(70_000)).hasMessageContaining("70000");
        assertThatThrownBy(() -> new AgentOptions.Announce("h", 0, 0)).hasMessageContaining("1 to 65535");
        AgentTiming t = AgentTiming.defaults();
        assertThatThrownBy(() -> new AgentTiming(
                        Duration.ZERO,
                        t.reconnect(),
                        t.retry(),
                        t.connectTimeout(),
                        t.hangAfter(),
                        t.busyAfter(),
                        t.answerTimeout()))
                .hasMessageContaining("heartbeat interval");
        assertThatThrownBy(() -> t.withHangs(Duration.ofSeconds(2), Duration.ofSeconds(2)))
                .hasMessageContaining("--busy-after");
    }

    @Test
    void secretsAreNotShown(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "pa ss\n");
        Secret secret = Secret.ofFile(file);
        assertThat(secret.reveal()).isEqualTo("pa ss");
        AgentOptions options = AgentOptions.of("a1", RedisAddress.parse("h:1"))
                .withCredentials(new Credentials(Optional.of("ops"), secret));
        assertThat(options.toString()).contains("***").doesNotContain("pa ss");
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> Secret.ofFile(file)).hasMessageContaining("is empty");
    }
}
