package io.slotkeeper.coordinator.group;

import io.slotkeeper.coordinator.consensus.Admission.Standing;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a coordinator says of itself when another one asks.
 *
 * @param id of the coordinator
 * @param protocol version of records and messages; coordinators of different ones cannot read each other's log
 * @param peers Raft addresses by id that it was started with
 * @param standing what its data directory says
 * @param group name of the group that its directory belongs to, empty when to none
 * @param leader id of the leader that it follows or is, empty when it knows none
 */
record Introduction(
        String id, int protocol, SortedMap<String, String> peers, Standing standing, String group, String leader) {
    /** Changes when a coordinator of the release before could not read what this one writes. */
    static final int PROTOCOL = 1;

    JsonObject toJson() {
        JsonObject addresses = new JsonObject();
        peers.forEach(addresses::put);
        return new JsonObject()
                .put("id", id)
                .put("protocol", protocol)
                .put("peers", addresses)
                .put("standing", standing.name())
                .put("group", group)
                .put("leader", leader);
    }

    /** Empty when it cannot be read: it is not of a coordinator of this protocol. */
    static Optional<Introduction> of(JsonObject json) {
        try {
            TreeMap<String, String> peers = new TreeMap<>();
            json.getJsonObject("peers").forEach(each -> peers.put(each.getKey(), (String) each.getValue()));
            return Optional.of(new Introduction(
                    json.getString("id"),
                    json.getInteger("protocol"),
                    peers,
                    Standing.valueOf(json.getString("standing")),
                    json.getString("group"),
                    json.getString("leader")));
        } catch (ClassCastException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }
}
