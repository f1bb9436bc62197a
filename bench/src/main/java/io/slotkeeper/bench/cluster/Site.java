package io.slotkeeper.bench.cluster;

import io.slotkeeper.testkit.RedisServerOptions;
import io.slotkeeper.testkit.net.Host;
import io.slotkeeper.testkit.net.TestNetwork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where the parts of a cluster run: node i on host {@code ni}, what watches and decides on {@code w1} to {@code w3}; or all on
 * the loopback address. The nodes of each shard are in zones a and b in turn, if node i is primary of shard i and node i + shards
 * its replica, and so are the primaries. Zone a has {@code w1} too, zone b {@code w2}; {@code w3} is in zone c. Thread-safe.
 */
public final class Site implements Disposable {
    /** How many hosts there are for what watches and decides. */
    public static final int WATCHERS = 3;

    private static final String LOOPBACK = "127.0.0.1";

    private final Optional<TestNetwork> network;
    private final Layout layout;

    private Site(Optional<TestNetwork> network, Layout layout) {
        this.network = network;
        this.layout = layout;
    }

    /** All on the loopback address. */
    public static Site loopback(Layout layout) {
        return new Site(Optional.empty(), layout);
    }

    /** Hosts with networks of their own where there can be such, see {@link #missing()}, else the loopback address. */
    public static Site ofHosts(Layout layout) {
        if (missing().isPresent()) {
            return loopback(layout);
        }
        List<String> names = new ArrayList<>();
        IntStream.range(0, layout.nodes()).forEach(i -> names.add("n" + i));
        IntStream.rangeClosed(1, WATCHERS).forEach(i -> names.add("w" + i));
        return new Site(Optional.of(TestNetwork.create(names)), layout);
    }

    /** Why networks cannot be cut here; empty where they can. */
    public static Optional<String> missing() {
        return TestNetwork.missing();
    }

    /** Zone of a node. */
    public String zone(int node) {
        return (node + node / layout.shards()) % 2 == 0 ? "a" : "b";
    }

    /** Address of a node. */
    public String node(int index) {
        return address("n" + index);
    }

    /** Address of what watches, from 1. */
    public String watcher(int number) {
        return address("w" + number);
    }

    private String address(String host) {
        return network.map(hosts -> hosts.host(host).address()).orElse(LOOPBACK);
    }

    /** What to put before the command of a node, or of what is beside it. */
    public List<String> enterNode(int index) {
        return enter("n" + index);
    }

    /** What to put before the command of what watches. */
    public List<String> enterWatcher(int number) {
        return enter("w" + number);
    }

    private List<String> enter(String host) {
        return network.map(hosts -> hosts.host(host).enter()).orElse(List.of());
    }

    /** Options of a node that runs there. */
    RedisServerOptions place(RedisServerOptions options, int index) {
        return network.map(hosts -> options.withHost(hosts.host("n" + index))).orElse(options);
    }

    /**
     * Cuts a node's host off from everybody, silently.
     *
     * @return {@link System#nanoTime()} just before
     */
    public long cutNode(int index) {
        TestNetwork hosts = network.orElseThrow();
        return hosts.cut(hosts.host("n" + index));
    }

    /**
     * Cuts a zone off: its hosts still reach each other.
     *
     * @return {@link System#nanoTime()} just before
     */
    public long cutZone(String zone) {
        TestNetwork hosts = network.orElseThrow();
        Collection<Host> together = new ArrayList<>();
        IntStream.range(0, layout.nodes())
                .filter(node -> zone(node).equals(zone))
                .forEach(node -> together.add(hosts.host("n" + node)));
        together.add(hosts.host(zone.equals("a") ? "w1" : "w2"));
        return hosts.island(together);
    }

    /** Ends all cuts. */
    public void mend() {
        network.ifPresent(TestNetwork::heal);
    }

    @Override
    public void close() {
        network.ifPresent(TestNetwork::close);
    }
}
