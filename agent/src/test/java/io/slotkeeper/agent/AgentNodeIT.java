package io.slotkeeper.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.bus.BusMember;
import io.slotkeeper.bus.BusOptions;
import io.slotkeeper.bus.ClusterBus;
import io.slotkeeper.bus.HazelcastBus;
import io.slotkeeper.core.protocol.Addresses;
import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.Guard;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.testkit.FreePorts;
import io.slotkeeper.testkit.LocalRedisGroup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An agent process' parts in a real Hazelcast cluster of two. */
class AgentNodeIT {
    @Test
    void joinsReportsObeysAndLeaves() {
        int seed = FreePorts.reserve();
        int port = FreePorts.reserve();
        ClusterBus coordinator =
                AgentHarness.get(HazelcastBus.start(busOptions("c1", BusMember.Role.COORDINATOR, seed, seed)));
        BlockingQueue<AgentReport> reports = new LinkedBlockingQueue<>();
        AgentHarness.get(coordinator
                .vertx()
                .eventBus()
                .<byte[]>consumer(Addresses.REPORTS, message -> reports.add(AgentReport.decode(message.body())))
                .completion());
        try (LocalRedisGroup redis = LocalRedisGroup.start(1)) {
            AgentOptions options = AgentOptions.of(
                    "a1", RedisAddress.parse("127.0.0.1:" + redis.server(0).port()));
            AgentNode agent = AgentHarness.get(AgentNode.start(
                    options, busOptions("a1", BusMember.Role.AGENT, port, seed), new SimpleMeterRegistry()));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Optional.ofNullable(reports.poll())
                    .filter(report -> report.process() == ProcessState.UP)
                    .isPresent());
            byte[] command = new AgentCommand(1, new Guard(1, "", 0, Long.MAX_VALUE), new Order.Report()).encode();
            CommandReply reply = CommandReply.decode(AgentHarness.get(coordinator
                            .vertx()
                            .eventBus()
                            .<byte[]>request(agent.agent().identity().commandAddress(), command))
                    .body());
            assertThat(reply.result()).isEqualTo(CommandReply.Result.DONE);
            AgentHarness.get(agent.stop());
        } finally {
            AgentHarness.get(coordinator.close());
            FreePorts.release(seed);
            FreePorts.release(port);
        }
    }

    private static BusOptions busOptions(String name, BusMember.Role role, int port, int seed) {
        return new BusOptions(
                new BusMember(name, role, ""), "127.0.0.1", port, List.of("127.0.0.1:" + seed), Optional.empty());
    }
}
