package io.slotkeeper.testkit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Which nodes are primaries by their own word, which is what decides where a write is accepted.
 *
 * @param primaries nodes that call themselves primary and own slots
 */
public record ClusterView(List<Primary> primaries) {
    /** A node's view of itself, and where it was asked. */
    public record Primary(HostAndPort address, NodeView node) {}

    /** Asks every address that answers; nodes that are down are left out. No password. */
    public static ClusterView read(List<HostAndPort> addresses) {
        return read(addresses, Login.NONE);
    }

    /** As above, with the nodes' password. */
    public static ClusterView read(List<HostAndPort> addresses, Optional<String> password) {
        return read(addresses, Login.withPassword(password));
    }

    /** As above, logged in so. */
    public static ClusterView read(List<HostAndPort> addresses, Login login) {
        return new ClusterView(addresses.stream()
                .flatMap(address -> ask(address, login).stream())
                .toList());
    }

    private static Optional<Primary> ask(HostAndPort address, Login login) {
        try (RedisProbe probe = new RedisProbe(address, login)) {
            return Optional.of(probe.myself())
                    .filter(self -> self.primary() && self.slots().count() > 0)
                    .map(self -> new Primary(address, self));
        } catch (JedisException e) {
            // Down or loading: it serves nothing now, and what it holds shows up as missing.
            return Optional.empty();
        }
    }

    /** The primary of a slot; among several that claim it, the one with the highest config epoch. */
    public Optional<HostAndPort> primaryOf(int slot) {
        return primaries.stream()
                .filter(primary -> primary.node().slots().contains(slot))
                .max(Comparator.comparingLong(primary -> primary.node().configEpoch()))
                .map(Primary::address);
    }

    /** Slots that two nodes claim at once: a split that should never last. */
    public List<Integer> disputedSlots() {
        return IntStream.range(0, NativeCluster.SLOTS)
                .filter(slot -> primaries.stream()
                                .filter(primary -> primary.node().slots().contains(slot))
                                .count()
                        > 1)
                .boxed()
                .toList();
    }
}
