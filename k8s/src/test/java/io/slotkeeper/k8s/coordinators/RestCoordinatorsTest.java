package io.slotkeeper.k8s.coordinators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.k8s.RestServer;
import io.slotkeeper.k8s.api.MigrationSpec;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestCoordinatorsTest {
    /** As {@code /openapi.yaml} describes it, shortened. */
    private static final String STATUS = """
            {"id":"demo-coordinator-1","leader":"demo-coordinator-0","clusterId":"x","version":42,"ready":false,
             "phase":"degraded","text":"Shard s1 has lost a replica.",
             "nodes":[
              {"agent":"demo-shard-0-0","shard":"s1","role":"primary","process":"up","agentAlive":true,"linkUp":null},
              {"agent":"demo-shard-0-1","shard":"s1","role":"replica","process":"up","agentAlive":true,"linkUp":false},
              {"agent":"demo-shard-1-0","shard":null,"role":"spare","process":"gone","agentAlive":true,"linkUp":null}],
             "shards":[{"id":"s1","state":"active","slotCount":16384,
              "findings":[{"code":"REPLICA_DOWN","text":"demo-shard-0-1 is down."}]}]}""";

    private static final String OPERATIONS = """
            {"operations":[{"id":3,"kind":"add-shard","state":"running","code":"RUNNING","text":"form shard s4",
            "reason":"","shard":"s4","startedAt":"2026-11-25T10:00:00Z","endedAt":null,
            "progress":{"slots":4096,"slotsDone":64,"slotsOpen":0,"slotsWaiting":4032,"slotsSkipped":0,"keys":1,"bytes":9},
            "nodes":[],"moves":[]}]}""";

    private final RestServer server;
    private final Coordinators coordinators;

    RestCoordinatorsTest() throws IOException {
        server = new RestServer();
        coordinators = new RestCoordinators(List.of(URI.create("http://127.0.0.1:9"), server.address()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsTheStatusOfTheFirstThatAnswers() {
        server.answer("GET /v1/status", 200, STATUS);
        server.answer("GET /v1/operations", 200, OPERATIONS);
        ClusterView view = coordinators.view();
        assertThat(view.leader()).contains("demo-coordinator-0");
        assertThat(view.version()).isEqualTo(42);
        assertThat(view.ready()).isFalse();
        assertThat(view.shards())
                .containsExactly(
                        new ClusterView.Shard("s1", "active", 16384, List.of("REPLICA_DOWN: demo-shard-0-1 is down.")));
        assertThat(view.nodesOf("s1"))
                .extracting(ClusterView.Node::agent, ClusterView.Node::primary, ClusterView.Node::well)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("demo-shard-0-0", true, true),
                        org.assertj.core.groups.Tuple.tuple("demo-shard-0-1", false, false));
        assertThat(view.node("demo-shard-1-0"))
                .hasValue(new ClusterView.Node("demo-shard-1-0", Optional.empty(), false, false, false));
        assertThat(view.operations())
                .containsExactly(new ClusterView.Operation(
                        3,
                        "add-shard",
                        "running",
                        "RUNNING",
                        "form shard s4",
                        "",
                        Optional.empty(),
                        new ClusterView.Progress(4096, 64)));
    }

    @Test
    void aRefusedSwitchoverHasItsCodeAndText() {
        server.answer(
                "POST /v1/shards/s1/switchover",
                409,
                RestServer.problem("REPLICA_NOT_IN_SYNC", "the replica has not finished its first copy"));
        assertThatThrownBy(() -> coordinators.switchover("s1"))
                .isInstanceOfSatisfying(
                        CoordinatorsException.class, e -> assertThat(e.code()).isEqualTo("REPLICA_NOT_IN_SYNC"))
                .hasMessageContaining("has not finished its first copy");
    }

    @Test
    void anOperationIsBegunWithWhatItIsAbout() {
        server.answer("POST /v1/operations", 409, RestServer.problem("NOT_ENOUGH_NODES", "a shard needs 2 nodes"));
        assertThatThrownBy(() -> coordinators.begin(
                        "add-shard", "", List.of("demo-shard-3-0"), new MigrationSpec(null, null, null)))
                .isInstanceOfSatisfying(
                        CoordinatorsException.class, e -> assertThat(e.code()).isEqualTo("NOT_ENOUGH_NODES"));
    }

    @Test
    void nobodyThereIsACodeToo() {
        server.close();
        assertThatThrownBy(coordinators::view)
                .isInstanceOfSatisfying(CoordinatorsException.class, e -> assertThat(e.code())
                        .isEqualTo(CoordinatorsException.UNREACHABLE));
    }
}
