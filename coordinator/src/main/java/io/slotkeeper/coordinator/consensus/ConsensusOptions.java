package io.slotkeeper.coordinator.consensus;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Who takes part in the log and where it is kept.
 *
 * @param id id of this coordinator, a key of {@code peers}
 * @param peers id to {@code host:port} of every voting coordinator, this one included; 1, 3 or 5 of them
 * @param dataDir directory of this coordinator alone; created when missing
 */
public record ConsensusOptions(String id, SortedMap<String, String> peers, Path dataDir) {
    /** A member of a group. */
    public ConsensusOptions(String id, Map<String, String> peers, Path dataDir) {
        this(id, new TreeMap<>(peers), dataDir);
    }

    public ConsensusOptions {
        Objects.requireNonNull(dataDir);
        if (!peers.containsKey(id)) {
            throw new IllegalArgumentException("coordinator " + id + " is not among the peers " + peers.keySet()
                    + "; list it in --peers as " + id + "=host:port");
        }
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
        peers.values().forEach(ConsensusOptions::requireAddress);
    }

    private static void requireAddress(String address) {
        if (!address.matches(".+:\\d{1,5}")) {
            throw new IllegalArgumentException("peer address " + address + " is not host:port");
        }
    }

    /** Host this coordinator binds to. */
    String host() {
        String address = peers.get(id);
        return address.substring(0, address.lastIndexOf(':'));
    }

    /** Port this coordinator listens on. */
    int port() {
        String address = peers.get(id);
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** A group's id, derived from its name. */
    UUID groupId(String group) {
        return UUID.nameUUIDFromBytes(("slotkeeper/" + group).getBytes(StandardCharsets.UTF_8));
    }
}
