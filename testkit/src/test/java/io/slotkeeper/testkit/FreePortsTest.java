package io.slotkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void parallelUsersNeverGetThePortOrBusPortOfAnother() {
        List<Integer> ports = IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> FreePorts.reserve())
                .toList();
        try {
            List<Integer> all = ports.stream()
                    .flatMap(port -> List.of(port, port + FreePorts.BUS_OFFSET).stream())
                    .toList();
            assertThat(all).doesNotHaveDuplicates().allMatch(port -> port < 32_768);
        } finally {
            ports.forEach(FreePorts::release);
        }
    }

    @Test
    void aPortWithAListenerIsNotFree() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePorts.isFree(socket.getLocalPort())).isFalse();
        }
    }
}
