package io.slotkeeper.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir
    Path directory;

    @Test
    void defaultWithoutAnythingElse() {
        assertThat(coordinator(Map.of()).err()).contains("http=8080");
    }

    @Test
    void fileWinsOverDefault() throws IOException {
        assertThat(coordinator(Map.of(), "--config", file("http-port: 9001")).err())
                .contains("http=9001");
    }

    @Test
    void environmentWinsOverFile() throws IOException {
        assertThat(coordinator(Map.of("SLOTKEEPER_HTTP_PORT", "9002"), "--config", file("http-port: 9001"))
                        .err())
                .contains("http=9002");
    }

    @Test
    void flagWinsOverEnvironment() throws IOException {
        assertThat(coordinator(
                                Map.of("SLOTKEEPER_HTTP_PORT", "9002"),
                                "--config",
                                file("http-port: 9001"),
                                "--http-port",
                                "9003")
                        .err())
                .contains("http=9003");
    }

    @Test
    void fileMayBeNamedByTheEnvironmentAndHoldRequiredSettingsAndLists() throws IOException {
        CommandRun run = CommandRun.of(
                Map.of("SLOTKEEPER_CONFIG", file("name: a7\nseeds:\n  - h1:5701\n  - h2:5701\n")), "agent");
        assertThat(run.err()).contains("name=a7", "seeds=[h1:5701, h2:5701]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'htp-port: 1'             | :1: "htp-port" is not a setting of `slotkeeper coordinator`. Did you mean "http-port"?
                    'zzzzzzzz: 1'             | allow-drills, bridge-port, cluster-port
                    'http-port: abc'          | 'abc' is not a port: use 1 to 65535 (from
                    'http-port: 70000'        | '70000' is not a port
                    'http-port: [1, {a: b}]'  | must be a text, number, truth value or list of those
                    'http-port: {a: b}'       | not a mapping
                    'http-port:'              | has no value
                    'shards: 0'               | '0' is not a number of shards: use 1 to 500
                    'replicas: -1'            | use 0 to 5
                    'failover-min-interval: 5'| '5' is not a duration: write a whole number and ms, s, m or h
                    'failover-min-interval: 2h'| '2h' is too long: use 0 to 1h
                    'seeds: nohost'           | 'nohost' is not an address: write HOST:PORT
                    'peers: c2=h:1'           | does not name this coordinator, --id c1
                    '- a'                     | settings are expected as "name: value"
                    '"unclosed'               | this is not YAML
                    """)
    void refusesWrongFiles(String content, String expected) throws IOException {
        CommandRun run = coordinator(Map.of(), "--config", file(content));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"0,PT0S", "1h,PT1H", "250ms,PT0.25S", "60m,PT1H"})
    void theIntervalBetweenFailoversIsZeroToAnHour(String given, String expected) throws IOException {
        assertThat(coordinator(Map.of(), "--failover-min-interval", given).err())
                .contains("failoverMinInterval=" + expected);
    }

    @Test
    void namesFileAndLineOfAWrongValue() throws IOException {
        CommandRun run = coordinator(Map.of(), "--config", file("shards: 3\nhttp-port: abc\n"));
        assertThat(run.err()).contains("settings.yaml:2, key \"http-port\"");
    }

    @Test
    void namesTheVariableOfAWrongValue() {
        CommandRun run = coordinator(Map.of("SLOTKEEPER_RAFT_PORT", "x"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("'x' is not a port", "(from environment variable SLOTKEEPER_RAFT_PORT)");
    }

    @Test
    void refusesAKeyGivenTwice() throws IOException {
        CommandRun run = coordinator(Map.of(), "--config", file("shards: 3\nhttp-port: 1\nshards: 4\n"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("settings.yaml:3: setting \"shards\" was given in line 1 already");
    }

    @Test
    void refusesASecondDocument() throws IOException {
        CommandRun run = coordinator(Map.of(), "--config", file("shards: 3\n---\nreplicas: 1\n"));
        assertThat(run.err()).contains("a second YAML document");
    }

    @Test
    void refusesAMissingFile() {
        CommandRun run =
                coordinator(Map.of(), "--config", directory.resolve("none.yaml").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("none.yaml does not exist");
    }

    @Test
    void anEmptyFileChangesNothing() throws IOException {
        assertThat(coordinator(Map.of(), "--config", file("# nothing\n")).err()).contains("http=8080");
    }

    @Test
    void neverShowsThePassword() throws IOException {
        Path secret = Files.writeString(directory.resolve("password"), "hunter2\n");
        CommandRun run = CommandRun.of("agent", "--name", "a1", "--redis-password-file", secret.toString());
        assertThat(run.err()).contains("password=***").doesNotContain("hunter2");
    }

    @Test
    void thereIsNoFlagForThePassword() {
        CommandRun run = CommandRun.of("agent", "--name", "a1", "--redis-password", "hunter2");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void refusesAnEmptyOrMissingPasswordFile() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty"));
        assertThat(CommandRun.of("agent", "--name", "a1", "--redis-password-file", empty.toString())
                        .err())
                .contains("must hold the Redis password in one line");
        CommandRun missing = CommandRun.of("agent", "--name", "a1", "--redis-password-file", "/nowhere/password");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("/nowhere/password cannot be read");
    }

    private CommandRun coordinator(Map<String, String> environment, String... more) {
        String[] args = new String[more.length + 3];
        args[0] = "coordinator";
        args[1] = "--data-dir";
        args[2] = directory.toString();
        System.arraycopy(more, 0, args, 3, more.length);
        return CommandRun.of(environment, args);
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("settings.yaml"), content).toString();
    }
}
