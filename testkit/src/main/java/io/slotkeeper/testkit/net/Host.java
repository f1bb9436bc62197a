package io.slotkeeper.testkit.net;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A machine of a {@link TestNetwork}: a network namespace with one address and a loopback interface of its own. Files,
 * process ids and signals are those of the real machine.
 *
 * @param name unique in its network
 * @param address IPv4
 * @param namespace as {@code ip netns} names it; empty for the host that is the JVM's own network
 * @param device the interface with the address, as the host sees it
 */
public record Host(String name, String address, Optional<String> namespace, String device) {
    /** What to put before a command so that it runs on this host. The pid stays that of the process started. */
    public List<String> enter() {
        return namespace
                .map(name -> List.of("nsenter", "--net=/run/netns/" + name))
                .orElse(List.of());
    }

    /** A command of {@code ip} or {@code tc} in the host's namespace. */
    List<String> tool(String tool, String... words) {
        Stream<String> in = namespace.stream().flatMap(name -> Stream.of("-n", name));
        return Stream.of(Stream.of(tool), in, Stream.of(words))
                .flatMap(each -> each)
                .toList();
    }
}
