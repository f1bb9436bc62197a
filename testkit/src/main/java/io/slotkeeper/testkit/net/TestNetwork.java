package io.slotkeeper.testkit.net;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Some hosts on one switch, and this JVM as one more, named {@link #OUTSIDE}.
 *
 * <p>Cuts lose packets silently, as a broken switch or cable far away does: no host sees its link go down, nothing is
 * refused or reset. Every fault lasts until {@link #heal}. Methods that cut return {@link System#nanoTime()} from just
 * before the cut. They block for some milliseconds. Thread-safe.
 *
 * <p>Closing removes everything, as does the end of the JVM. What a killed JVM leaves is removed when the next network is
 * made. Processes on the hosts are their starters' business: put {@link Host#enter()} before a command.
 */
public final class TestNetwork implements AutoCloseable {
    /** The host that is the JVM's own network. */
    public static final String OUTSIDE = "outside";

    private static final int MAX_HOSTS = 200;

    private final Subnet subnet;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Switch wires;
    private final Thread hook = new Thread(this::remove, "slotkeeper-network");
    private boolean closed;

    private TestNetwork(Subnet subnet) {
        this.subnet = subnet;
        this.wires = new Switch(subnet.name("switch"));
    }

    /** Why networks cannot be made here; empty where they can. The answer is found once. */
    public static Optional<String> missing() {
        return NetworkSupport.MISSING;
    }

    /**
     * Makes hosts that all reach each other.
     *
     * @param names of 1 to 200 hosts: lower-case letters and digits, at most 8 of them
     * @throws NetworkException if it cannot be made; nothing is left behind then
     */
    public static TestNetwork create(List<String> names) {
        checkNames(names);
        missing().ifPresent(reason -> {
            throw new NetworkException("No test network here: " + reason);
        });
        TestNetwork network = new TestNetwork(Subnet.take());
        Runtime.getRuntime().addShutdownHook(network.hook);
        try {
            network.build(names);
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static void checkNames(List<String> names) {
        if (names.isEmpty()
                || names.size() > MAX_HOSTS
                || names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException(
                    "A test network needs 1 to " + MAX_HOSTS + " hosts of different names, not " + names);
        }
        names.stream()
                .filter(name -> !name.matches("[a-z0-9]{1,8}") || name.equals(OUTSIDE) || name.equals("switch"))
                .findAny()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("'" + name + "' is no name for a host: take 1 to 8 lower-case"
                            + " letters and digits, but not 'switch' or '" + OUTSIDE + "'.");
                });
    }

    private synchronized void build(List<String> names) {
        wires.create();
        connect(new Host(OUTSIDE, subnet.address(1), Optional.empty(), subnet.outsideDevice()));
        for (int i = 0; i < names.size(); i++) {
            String namespace = subnet.name(names.get(i));
            Shell.run(List.of("ip", "netns", "add", namespace));
            connect(new Host(names.get(i), subnet.address(i + 2), Optional.of(namespace), "eth0"));
        }
    }

    private void connect(Host host) {
        wires.connect(host);
        hosts.put(host.name(), host);
    }

    /**
     * The host of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public synchronized Host host(String name) {
        Host host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("No host " + name + " in " + hosts.keySet());
        }
        return host;
    }

    /** The JVM's own end. */
    public Host outside() {
        return host(OUTSIDE);
    }

    /** All hosts but the JVM's own. */
    public synchronized List<Host> hosts() {
        return hosts.values().stream()
                .filter(host -> !host.name().equals(OUTSIDE))
                .toList();
    }

    // --- Faults ---------------------------------------------------------------------------------------------------

    /** Nothing reaches these hosts any more, and nothing of theirs reaches anybody: each is alone. */
    public synchronized long cut(Host... alone) {
        return wires.cut(List.of(alone));
    }

    /** These hosts reach each other and nobody else; nobody else reaches them. */
    public synchronized long island(Collection<Host> together) {
        return wires.island(together);
    }

    /** The host hears nobody any more, and all hear it. */
    public synchronized long cutIn(Host deaf) {
        return wires.cutIn(deaf);
    }

    /** Nobody hears the host any more, and it hears all. */
    public synchronized long cutOut(Host mute) {
        return wires.cutOut(mute);
    }

    /** No host of the one group reaches one of the other, in either direction. */
    public synchronized long cutBetween(Collection<Host> one, Collection<Host> other) {
        long begin = cutTowards(one, other);
        cutTowards(other, one);
        return begin;
    }

    /** What a host of the one group sends to one of the other is lost; the other direction works. */
    public synchronized long cutTowards(Collection<Host> from, Collection<Host> to) {
        long begin = System.nanoTime();
        from.forEach(sender -> wires.misdirect(sender, to));
        return begin;
    }

    /** From now on the host's packets, in both directions, meet with this. It replaces an earlier quality. */
    public synchronized void setQuality(Host host, LinkQuality quality) {
        wires.setQuality(host, quality);
    }

    /** Ends all faults. Connections find back by themselves, as fast as their retransmissions let them. */
    public synchronized void heal() {
        wires.heal(hosts.values());
    }

    /** Removes all hosts. */
    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs already.
        }
    }

    private synchronized void remove() {
        if (!closed) {
            closed = true;
            subnet.removeAll();
            subnet.close();
        }
    }

    @Override
    public synchronized String toString() {
        List<String> texts = new ArrayList<>();
        hosts.values().forEach(host -> texts.add(host.name() + "=" + host.address()));
        return "TestNetwork" + texts;
    }
}
