package io.slotkeeper.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import io.slotkeeper.bus.BusMember.Role;
import io.vertx.core.Future;
import java.io.Serializable;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HazelcastBusIT {
    /** Not of the packages that may come in from the network. */
    record Foreign(String text) implements Serializable {}

    @Test
    void aTakenPortIsNamedWithItsRemedy() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> await(HazelcastBus.start(options("c1", Role.COORDINATOR, port, port))))
                    .hasRootCauseInstanceOf(BindException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("--cluster-port");
        }
    }

    @Test
    void aForeignClassIsNeverInstantiated() throws Exception {
        int port = freePort();
        HazelcastInstance hazelcast =
                Hazelcast.newHazelcastInstance(HazelcastConfiguration.of(options("c1", Role.COORDINATOR, port, port)));
        try {
            IMap<String, Object> map = hazelcast.getMap("any");
            map.put("plain", List.of("text"));
            assertThat(map.get("plain")).isEqualTo(List.of("text"));
            map.put("foreign", new Foreign("x"));
            assertThatThrownBy(() -> map.get("foreign"))
                    .isInstanceOf(HazelcastSerializationException.class)
                    .hasStackTraceContaining(Foreign.class.getName());
        } finally {
            hazelcast.shutdown();
        }
    }

    @Test
    void sevenMembersStartInOneJvm() throws Exception {
        int seed = freePort();
        long begin = System.nanoTime();
        List<Future<ClusterBus>> starting = new ArrayList<>();
        starting.add(HazelcastBus.start(options("c1", Role.COORDINATOR, seed, seed)));
        for (int i = 1; i <= 6; i++) {
            starting.add(HazelcastBus.start(options("a" + i, Role.AGENT, freePort(), seed)));
        }
        await(Future.all(starting));
        System.out.println("MEASURED 1 coordinator + 6 agents in one JVM: "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms");
        assertThat(starting.get(0).result().members())
                .extracting(BusMember::name)
                .containsExactlyInAnyOrder("c1", "a1", "a2", "a3", "a4", "a5", "a6");
        await(Future.all(starting.stream().map(bus -> bus.result().close()).toList()));
    }

    /** As in Kubernetes: seeds are names, and a name is of another address than one's own. */
    @Test
    void seedsMayBeNamesOfOtherHosts() throws Exception {
        int port = freePort();
        ClusterBus coordinator = await(HazelcastBus.start(options("c1", Role.COORDINATOR, port, port)));
        ClusterBus other = await(HazelcastBus.start(new BusOptions(
                new BusMember("c2", Role.COORDINATOR, "z"),
                "127.0.0.2",
                freePort(),
                List.of("localhost:" + port),
                Optional.empty())));
        assertThat(other.members()).extracting(BusMember::name).containsExactlyInAnyOrder("c1", "c2");
        await(Future.all(other.close(), coordinator.close()));
    }

    private static BusOptions options(String name, Role role, int port, int seed) {
        return new BusOptions(
                new BusMember(name, role, "z"), "127.0.0.1", port, List.of("127.0.0.1:" + seed), Optional.empty());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
