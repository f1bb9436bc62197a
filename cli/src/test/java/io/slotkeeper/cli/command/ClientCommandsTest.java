package io.slotkeeper.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.cli.CommandRun;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCommandsTest {
    private static final String NOBODY = "http://127.0.0.1:1";
    private static final String NODE =
            "{\"id\":\"0123456789012345678901234567890123456789\",\"host\":\"10.0.0.1\",\"port\":7000,\"zone\":\"a\"}";
    private static final String SHARD =
            "{\"id\":\"s1\",\"epoch\":3,\"slots\":[[0,5460]],\"state\":\"active\",\"primary\":"
                    + NODE + ",\"replicas\":[" + NODE + "],\"maxLagBytes\":2048,"
                    + "\"findings\":[{\"code\":\"REPLICA_DOWN\",\"text\":\"x\"}]}";

    @Test
    void statusShowsPhaseAndShards() throws IOException {
        CommandRun run = run(
                200,
                "{\"leader\":\"c1\",\"version\":41,\"ready\":true,\"phase\":\"active\",\"text\":\"All is well.\","
                        + "\"shards\":[" + SHARD + "]}",
                "status");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("active  version 41  leader c1", "All is well.", "10.0.0.1:7000", "5461", "2.0 KiB")
                .contains("REPLICA_DOWN");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(run.out()).as("no colour when not on a terminal").doesNotContain("\u001b");
    }

    @Test
    void anUnhealthyClusterIsNotDrilled() throws IOException {
        CommandRun run = run(
                200,
                "{\"leader\":\"c1\",\"version\":41,\"ready\":true,\"phase\":\"degraded\",\"text\":\"\",\"shards\":["
                        + SHARD + "]}",
                "drill",
                "--yes");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("Only a healthy cluster is drilled", "shard s1: x");
    }

    @ParameterizedTest
    @CsvSource({
        "crash-everything, not a fault: use crash-primary",
        "--hang-for=1ms, 100ms to 60s",
        "--hang-for=2m, 100ms to 60s",
        "--bound=0, nothing is that fast",
        "--redis-user=joe, has no password",
    })
    void aDrillThatCannotBeMeantIsRefused(String word, String text) {
        CommandRun run = CommandRun.of("drill", word, "--yes", "--coordinator", NOBODY);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(text);
    }

    @Test
    void slotsShowsTheMap() throws IOException {
        CommandRun run = run(200, "{\"type\":\"snapshot\",\"version\":41,\"shards\":[" + SHARD + "]}", "slots");
        assertThat(run.out()).contains("version 41", "0-5460", "s1");
    }

    @Test
    void slotsAsksForOneSlotOrKey() throws IOException {
        String answer = "{\"slot\":12,\"shard\":\"s1\",\"version\":4,\"primary\":" + NODE + ",\"replicas\":[]}";
        try (FakeCoordinator coordinator = new FakeCoordinator(200, answer)) {
            CommandRun run = CommandRun.of("slots", "12", "--coordinator", coordinator.url());
            assertThat(run.out()).contains("12", "s1", "10.0.0.1:7000");
            CommandRun.of("slots", "--key", "a b/c{x}", "--coordinator", coordinator.url());
            assertThat(coordinator.requests()).containsExactly("GET /v1/slots/12", "GET /v1/keys/a%20b%2Fc%7Bx%7D");
        }
    }

    @Test
    void nodesShowsNodesAndAgentsWithout() throws IOException {
        String nodes =
                "{\"nodes\":[{\"id\":null,\"host\":null,\"port\":null,\"zone\":\"\",\"agent\":\"a1\",\"shard\":null,"
                        + "\"role\":\"unusable\",\"process\":\"gone\",\"agentAlive\":true,\"reportAgeMillis\":12,\"lagBytes\":-1,"
                        + "\"note\":\"nothing listens there\"}]}";
        assertThat(run(200, nodes, "nodes").out()).contains("a1", "gone", "12 ms", "nothing listens");
        assertThat(run(200, "{\"nodes\":[]}", "nodes").out()).contains("No agent has registered");
    }

    @Test
    void historyShowsFigures() throws IOException {
        CommandRun run = run(
                200,
                "{\"history\":[{\"atMillis\":0,\"version\":7,\"shard\":\"s1\",\"code\":\"PRIMARY_CRASHED\","
                        + "\"text\":\"Promoted.\",\"figures\":{\"detectMicros\":1500,\"estimatedLossBytes\":0}}]}",
                "history");
        assertThat(run.out()).contains("PRIMARY_CRASHED", "Promoted. (detect 1.5 ms, estimated", "01-01 ");
    }

    @Test
    void jsonIsTheBodyAsItCame() throws IOException {
        String body = "{\"version\": 41,  \"shards\":[]}";
        assertThat(run(200, body, "slots", "-o", "json").out()).isEqualTo(body + System.lineSeparator());
    }

    @Test
    void switchoverSendsTargetAndTimeout() throws IOException {
        String answer = "{\"version\":43,\"primary\":" + NODE + ",\"tookMillis\":12.5,\"blockedMillis\":6.1}";
        try (FakeCoordinator coordinator = new FakeCoordinator(200, answer)) {
            CommandRun run = CommandRun.of(
                    "switchover", "s1", "--to", "a2", "--timeout", "500ms", "--coordinator", coordinator.url());
            assertThat(run.code()).isZero();
            assertThat(run.out()).contains("10.0.0.1:7000", "version 43", "12.5 ms", "blocked for 6.1 ms");
            assertThat(coordinator.requests())
                    .containsExactly("POST /v1/shards/s1/switchover {\"to\":\"a2\",\"timeoutMillis\":500}");
        }
    }

    @Test
    void aRefusalIsExitCodeOneWithItsReason() throws IOException {
        String problem = "{\"status\":404,\"detail\":\"there is no shard 's9'\",\"code\":\"UNKNOWN_SHARD\"}";
        CommandRun run = run(404, problem, "failover", "s9");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("there is no shard 's9' [UNKNOWN_SHARD]");
        assertThat(run(404, problem, "failover", "s9", "-o", "json").out()).contains(problem);
    }

    @Test
    void anUnknownOutcomeIsExitCodeFour() throws IOException {
        String problem = "{\"status\":504,\"detail\":\"no majority answered\",\"code\":\"OUTCOME_UNKNOWN\"}";
        assertThat(run(504, problem, "failover", "s1").code()).isEqualTo(4);
    }

    @Test
    void aPostWithoutAnswerIsNotRepeatedElsewhere() throws IOException {
        try (FakeCoordinator silent = new FakeCoordinator(0, "");
                FakeCoordinator other = new FakeCoordinator(200, "{}")) {
            CommandRun run = CommandRun.of("failover", "s1", "--coordinator", silent.url() + "," + other.url());
            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err()).contains("look at `slotkeeper history` before repeating");
            assertThat(silent.requests()).hasSize(1);
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "slots", "nodes", "history", "failover s1", "switchover s1", "watch"})
    void noCoordinatorIsExitCodeThree(String command) {
        CommandRun run = CommandRun.of((command + " --coordinator " + NOBODY).split(" "));
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("No coordinator can be reached: " + NOBODY);
    }

    @Test
    void theNextCoordinatorIsAskedWhenOneIsDownOrWithoutLeader() throws IOException {
        String unavailable = "{\"status\":503,\"detail\":\"no leader\",\"code\":\"NOT_LEADER\"}";
        try (FakeCoordinator follower = new FakeCoordinator(503, unavailable);
                FakeCoordinator leader = new FakeCoordinator(200, "{\"version\":1}")) {
            CommandRun run = CommandRun.of(
                    "failover", "s1", "--coordinator", NOBODY, "--coordinator", follower.url() + "," + leader.url());
            assertThat(run.code()).isZero();
            assertThat(leader.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    slots 16384                      | '16384' is not a slot: slots are 0 to 16383
                    slots x                          | 'x' is not a slot
                    slots 1 --key k                  | SLOT 1 and --key were both given
                    failover                         | Missing required parameter: 'SHARD'
                    switchover s1 --timeout 1ms      | --timeout is 1 ms; it must be 100ms to 60s
                    status -o xml                    | 'xml' is not a form of output: use human or json
                    status --coordinator 127.0.0.1   | write http://HOST:PORT
                    status --colour                  | Unknown option: '--colour'
                    history --limit 0                | use 1 to 1000
                    watch --since -2                 | --since is -2
                    quickstart --coordinators 2      | an even group survives no more losses than one less
                    quickstart --coordinators 7      | use 1, 3 (survives the loss of one) or 5 (of two)
                    coordinator --data-dir d --peers c1=h:1,c1=h:2 | --peers names c1 twice
                    coordinator --data-dir d --peers c1=h:1,c2     | 'c2' is not a coordinator: write ID=HOST:PORT
                    quickstart --restart-delay 3     | '3' is not a duration
                    stauts                           | stauts
                    """)
    void wrongCommandLinesAreExitCodeTwo(String command, String expected) {
        CommandRun run = CommandRun.of(command.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quickstart",
                "coordinator",
                "agent",
                "status",
                "slots",
                "nodes",
                "watch",
                "failover",
                "switchover",
                "history"
            })
    void everyCommandHasHelpAndVersion(String command) {
        CommandRun help = CommandRun.of(command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out())
                .contains("Usage: slotkeeper " + command, "Exit codes:", "4     outcome unknown", "--config");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(CommandRun.of(command, "--version").out()).contains("slotkeeper 0.");
    }

    private static CommandRun run(int status, String body, String... args) throws IOException {
        try (FakeCoordinator coordinator = new FakeCoordinator(status, body)) {
            String[] all = java.util.Arrays.copyOf(args, args.length + 2);
            all[args.length] = "--coordinator";
            all[args.length + 1] = coordinator.url();
            return CommandRun.of(all);
        }
    }
}
