package io.slotkeeper.cli.system;

import io.slotkeeper.testkit.net.Host;
import io.slotkeeper.testkit.net.TestNetwork;
import java.util.List;
import java.util.Optional;

/**
 * Where the parts of a {@link SystemCluster} run: all on the loopback address, or every coordinator and every agent with its
 * node on a host of its own that has its name.
 *
 * @param network the hosts; empty for the loopback address
 */
record Places(Optional<TestNetwork> network) {
    static final Places LOOPBACK = new Places(Optional.empty());

    static Places on(TestNetwork network) {
        return new Places(Optional.of(network));
    }

    String address(String part) {
        return network.map(hosts -> hosts.host(part).address()).orElse("127.0.0.1");
    }

    /** What to put before a command so that it runs there. */
    List<String> enter(String part) {
        return network.map(hosts -> hosts.host(part).enter()).orElse(List.of());
    }

    Optional<Host> host(String part) {
        return network.map(hosts -> hosts.host(part));
    }
}
