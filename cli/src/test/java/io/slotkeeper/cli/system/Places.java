package io.slotkeeper.cli.system;

import io.slotkeeper.testkit.net.Host;
import io.slotkeeper.testkit.net.TestNetwork;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the parts of a {@link SystemCluster} run: all on the loopback address, or every coordinator and every agent with its
 * node on a host of its own that has its name.
 *
 * @param network the hosts; empty for the loopback address
 * @param clocks of parts with a clock of their own
 */
record Places(Optional<TestNetwork> network, Map<String, SteppedClock> clocks) {
    static final Places LOOPBACK = new Places(Optional.empty(), Map.of());

    static Places on(TestNetwork network) {
        return new Places(Optional.of(network), Map.of());
    }

    Places with(Map<String, SteppedClock> others) {
        return new Places(network, others);
    }

    String address(String part) {
        return network.map(hosts -> hosts.host(part).address()).orElse("127.0.0.1");
    }

    /** What to put before a command so that it runs there. */
    List<String> enter(String part) {
        Stream<String> host = network.stream().flatMap(hosts -> hosts.host(part).enter().stream());
        Stream<String> clock = Optional.ofNullable(clocks.get(part)).stream().flatMap(each -> each.enter().stream());
        return Stream.concat(host, clock).toList();
    }

    Optional<Host> host(String part) {
        return network.map(hosts -> hosts.host(part));
    }
}
