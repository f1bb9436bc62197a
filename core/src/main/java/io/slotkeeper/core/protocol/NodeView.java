package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.slot.SlotSet;
import java.util.Objects;
import java.util.Optional;

/**
 * What a node said of itself and its cluster when it last answered.
 *
 * @param id its cluster node id
 * @param runId drawn by the process at start; another one means a restart
 * @param serverVersion e.g. {@code 7.0.15}
 * @param role primary or replica
 * @param primary the primary it follows, when it is a replica
 * @param replicationId id of the data set's history ({@code master_replid})
 * @param offset replication offset in bytes: what a primary has written, what a replica has received
 * @param linkUp replica: the link to its primary is up
 * @param synced replica: it holds a complete data set, so the first sync is over and none is running
 * @param keys number of keys in database 0
 * @param configEpoch Redis configuration epoch
 * @param slots the slots that it believes to own
 * @param viewDigest digest of all slot ownership it believes in, see {@link ViewDigest}
 * @param knownNodes number of cluster nodes it knows and has shaken hands with, itself included
 * @param looseEnds what in its view of the cluster should not last
 * @param clusterOk {@code cluster_state:ok}
 * @param fenced it refuses writes because it was told to ({@code min-replicas-to-write 255})
 * @param syncHeld it holds back full copies from its replicas ({@code repl-diskless-sync-delay} is long), as a node does
 *     that has just started; {@link Order.AllowSync} ends it
 * @param configured the settings that Slotkeeper needs are in force
 * @param config the settings that Slotkeeper changes, as they are now
 * @param redundancy whether its writes depend on its replicas
 */
public record NodeView(
        NodeId id,
        String runId,
        String serverVersion,
        NodeRole role,
        Optional<NodeId> primary,
        String replicationId,
        long offset,
        boolean linkUp,
        boolean synced,
        long keys,
        long configEpoch,
        SlotSet slots,
        long viewDigest,
        int knownNodes,
        LooseEnds looseEnds,
        boolean clusterOk,
        boolean fenced,
        boolean syncHeld,
        boolean configured,
        NodeConfig config,
        Redundancy redundancy) {
    public NodeView {
        Objects.requireNonNull(id);
        Objects.requireNonNull(runId);
        Objects.requireNonNull(role);
        Objects.requireNonNull(primary);
        Objects.requireNonNull(slots);
        Objects.requireNonNull(looseEnds);
        Objects.requireNonNull(config);
        Objects.requireNonNull(redundancy);
    }

    void writeTo(BinaryOutput out) {
        out.putNodeId(id)
                .putText(runId)
                .putText(serverVersion)
                .putEnum(role)
                .putText(primary.map(NodeId::hex).orElse(""))
                .putText(replicationId)
                .putLong(offset)
                .putBoolean(linkUp)
                .putBoolean(synced)
                .putLong(keys)
                .putLong(configEpoch)
                .putSlots(slots)
                .putLong(viewDigest)
                .putInt(knownNodes);
        looseEnds.writeTo(out);
        out.putBoolean(clusterOk).putBoolean(fenced).putBoolean(syncHeld).putBoolean(configured);
        config.writeTo(out);
        redundancy.writeTo(out);
    }

    static NodeView readFrom(BinaryInput in) {
        return new NodeView(
                in.getNodeId(),
                in.getText(),
                in.getText(),
                in.getEnum(NodeRole.class),
                optionalId(in.getText()),
                in.getText(),
                in.getLong(),
                in.getBoolean(),
                in.getBoolean(),
                in.getLong(),
                in.getLong(),
                in.getSlots(),
                in.getLong(),
                in.getInt(),
                LooseEnds.readFrom(in),
                in.getBoolean(),
                in.getBoolean(),
                in.getBoolean(),
                in.getBoolean(),
                NodeConfig.readFrom(in),
                Redundancy.readFrom(in));
    }

    private static Optional<NodeId> optionalId(String hex) {
        return hex.isEmpty() ? Optional.empty() : Optional.of(new NodeId(hex));
    }
}
