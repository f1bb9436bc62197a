package io.slotkeeper.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members in real JVMs; the only coordinator comes late, is killed and comes back. */
class CoordinatorRestartIT {
    /** Goal on an idle machine: 1 s. */
    private static final long BOUND_MILLIS = 5_000;

    private String seeds;
    private String[] ports;

    @BeforeEach
    void pickPorts() throws IOException {
        ports = new String[] {freePort(), freePort(), freePort()};
        seeds = "127.0.0.1:" + ports[0];
    }

    @Test
    void messagesFlowBothWaysAgainAfterTheOnlyCoordinatorWasKilled() throws Exception {
        try (ChildJvm first = coordinator();
                ChildJvm a1 = agent(1);
                ChildJvm a2 = agent(2)) {
            awaitTraffic(first);
            long killed = System.nanoTime();
            first.kill();
            report("death noticed by a1", killed, a1.await("LEFT c1"));
            report("death noticed by a2", killed, a2.await("LEFT c1"));
            for (int round = 0; round < 3; round++) {
                try (ChildJvm again = coordinator()) {
                    long up = again.await("UP");
                    awaitTraffic(again);
                    assertThat(reportTraffic(again, up)).isLessThan(BOUND_MILLIS);
                }
            }
        }
    }

    @Test
    void agentsThatStartFirstWaitForTheCoordinator() throws Exception {
        try (ChildJvm a1 = agent(1);
                ChildJvm a2 = agent(2)) {
            a1.await("STARTED");
            a2.await("STARTED");
            try (ChildJvm coordinator = coordinator()) {
                long up = coordinator.await("UP");
                awaitTraffic(coordinator);
                assertThat(reportTraffic(coordinator, up)).isLessThan(2 * BOUND_MILLIS);
            }
        }
    }

    @Test
    void killedAgentIsMissedAtOnce() throws Exception {
        try (ChildJvm coordinator = coordinator();
                ChildJvm a1 = agent(1);
                ChildJvm a2 = agent(2)) {
            awaitTraffic(coordinator);
            long killed = System.nanoTime();
            a1.kill();
            assertThat(report("death of an agent noticed", killed, coordinator.await("LEFT a1")))
                    .isLessThan(BOUND_MILLIS);
            a2.await("LEFT a1");
        }
    }

    private ChildJvm coordinator() throws IOException {
        return ChildJvm.start("COORDINATOR", "c1", ports[0], seeds);
    }

    private ChildJvm agent(int number) throws IOException {
        return ChildJvm.start("AGENT", "a" + number, ports[number], seeds);
    }

    private static void awaitTraffic(ChildJvm coordinator) {
        for (String line : List.of("HEARD a1", "HEARD a2", "ANSWERED a1", "ANSWERED a2")) {
            coordinator.await(line);
        }
    }

    private static long reportTraffic(ChildJvm coordinator, long up) {
        long last = 0;
        for (String line : List.of("HEARD a1", "HEARD a2", "ANSWERED a1", "ANSWERED a2")) {
            last = Math.max(last, report(line, up, coordinator.await(line)));
        }
        return last;
    }

    private static long report(String what, long fromNanos, long toNanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(toNanos - fromNanos);
        System.out.println("MEASURED " + what + ": " + millis + " ms");
        return millis;
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
