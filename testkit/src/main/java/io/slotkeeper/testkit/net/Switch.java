package io.slotkeeper.testkit.net;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bridge between the hosts, in a namespace of its own, and the faults done with its ports.
 *
 * <p>All of it works with what every kernel with bridges has: a disabled port (both ways), a queue that holds no packet (one
 * way), a second bridge (islands), a neighbour entry with a wrong address (one host to another). Not thread-safe.
 */
final class Switch {
    private static final String MAIN = "br0";
    private static final String ISLAND = "br1";
    private static final String DISABLED = "0";
    private static final String FORWARDING = "3";
    /** No interface has this address: frames to it reach nobody. */
    private static final String NOBODY = "02:00:00:00:00:01";

    private final String namespace;

    Switch(String namespace) {
        this.namespace = namespace;
    }

    void create() {
        Shell.run(List.of("ip", "netns", "add", namespace));
        for (String bridge : List.of(MAIN, ISLAND)) {
            ip("link", "add", bridge, "type", "bridge", "stp_state", "0", "mcast_snooping", "0");
            ip("link", "set", "dev", bridge, "up");
        }
    }

    void connect(Host host) {
        Shell.run(host.tool(
                "ip", "link", "add", host.device(), "type", "veth", "peer", "name", port(host), "netns", namespace));
        host.namespace().ifPresent(name -> Shell.run(host.tool("ip", "link", "set", "lo", "up")));
        Shell.run(host.tool("ip", "addr", "add", host.address() + "/24", "dev", host.device()));
        Shell.run(host.tool("ip", "link", "set", "dev", host.device(), "up"));
        ip("link", "set", "dev", port(host), "master", MAIN);
        ip("link", "set", "dev", port(host), "up");
    }

    long cut(Collection<Host> alone) {
        return batch(List.of("bridge", "-n", namespace), alone, host -> setState(host, DISABLED));
    }

    long island(Collection<Host> together) {
        return batch(List.of("ip", "-n", namespace), together, host -> setMaster(host, ISLAND));
    }

    long cutIn(Host deaf) {
        long begin = System.nanoTime();
        Shell.run(List.of("tc", "-n", namespace, "qdisc", "replace", "dev", port(deaf), "root", "pfifo", "limit", "0"));
        return begin;
    }

    long cutOut(Host mute) {
        long begin = System.nanoTime();
        Shell.run(mute.tool("tc", "qdisc", "replace", "dev", mute.device(), "root", "pfifo", "limit", "0"));
        return begin;
    }

    void misdirect(Host sender, Collection<Host> receivers) {
        batch(
                sender.tool("ip"),
                receivers,
                receiver -> "neigh replace " + receiver.address() + " lladdr " + NOBODY + " dev " + sender.device()
                        + " nud permanent");
    }

    void setQuality(Host host, LinkQuality quality) {
        String[] netem = quality.netem();
        Shell.run(words(List.of("tc", "-n", namespace), "qdisc replace dev " + port(host) + " root", netem));
        Shell.run(words(host.tool("tc"), "qdisc replace dev " + host.device() + " root", netem));
    }

    void heal(Collection<Host> hosts) {
        for (Host host : hosts) {
            // Deleting what is not there is an error, and says so: the queue is the default one then.
            Shell.attempt(List.of("tc", "-n", namespace, "qdisc", "del", "dev", port(host), "root"));
            Shell.attempt(host.tool("tc", "qdisc", "del", "dev", host.device(), "root"));
            Shell.run(host.tool("ip", "neigh", "flush", "nud", "permanent", "dev", host.device()));
        }
        batch(List.of("ip", "-n", namespace), hosts, host -> setMaster(host, MAIN));
        batch(List.of("bridge", "-n", namespace), hosts, host -> setState(host, FORWARDING));
    }

    private static String port(Host host) {
        return "to-" + host.name();
    }

    private static String setState(Host host, String state) {
        return "link set dev " + port(host) + " state " + state;
    }

    private static String setMaster(Host host, String bridge) {
        return "link set dev " + port(host) + " master " + bridge;
    }

    /** One process for all hosts, so that all are hit within microseconds. */
    private static long batch(List<String> tool, Collection<Host> hosts, Function<Host, String> line) {
        String input = hosts.stream().map(line).collect(Collectors.joining("\n", "", "\n"));
        long begin = System.nanoTime();
        Shell.run(Stream.concat(tool.stream(), Stream.of("-batch", "-")).toList(), input);
        return begin;
    }

    private void ip(String... words) {
        Shell.run(words(List.of("ip", "-n", namespace), "", words));
    }

    private static List<String> words(List<String> tool, String sentence, String... more) {
        return Stream.of(tool.stream(), Arrays.stream(sentence.split(" ", 0)), Arrays.stream(more))
                .flatMap(each -> each)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
