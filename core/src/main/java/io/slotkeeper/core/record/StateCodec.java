package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.codec.MalformedEncodingException;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.map.SlotMove;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The versioned binary encoding of the whole state, for snapshots of the log. Stateless. */
public final class StateCodec {
    private static final int FORMAT = 1;

    private StateCodec() {}

    public static byte[] encode(ClusterState state) {
        BinaryOutput out = new BinaryOutput();
        out.putByte(FORMAT).putText(state.clusterId()).putBoolean(state.initialized());
        state.settings().ifPresent(settings -> settings.writeTo(out));
        out.putLong(state.map().version())
                .putList(state.map().shards(), BinaryOutput::putShard)
                .putList(state.map().migrations(), StateCodec::putMigration)
                .putList(state.nodes().values(), BinaryOutput::putNode)
                .putList(state.elections().values(), (o, election) -> election.writeTo(o))
                .putNumbers(state.electedEpochs())
                .putList(state.history(), (o, entry) -> entry.writeTo(o))
                .putLong(state.nextSequence());
        state.upkeep().writeTo(out);
        return out.toByteArray();
    }

    /**
     * Decodes a state.
     *
     * @throws MalformedEncodingException if the bytes are no state, or one of a later release
     */
    public static ClusterState decode(byte[] bytes) {
        BinaryInput in = new BinaryInput(bytes);
        int format = in.getByte();
        if (format != FORMAT) {
            throw new MalformedEncodingException("snapshot format " + format
                    + " is not known to this release, which reads " + FORMAT + "; start a newer slotkeeper");
        }
        return in.getWhole(StateCodec::read);
    }

    private static ClusterState read(BinaryInput in) {
        String clusterId = in.getText();
        Optional<ClusterSettings> settings =
                in.getBoolean() ? Optional.of(ClusterSettings.readFrom(in)) : Optional.empty();
        SlotMap map = SlotMap.of(in.getLong(), in.getList(BinaryInput::getShard), in.getList(StateCodec::getMigration));
        SortedMap<NodeId, Node> nodes = new TreeMap<>();
        in.getList(BinaryInput::getNode).forEach(node -> nodes.put(node.id(), node));
        SortedMap<String, Election> elections = new TreeMap<>();
        in.getList(Election::readFrom).forEach(election -> elections.put(election.shard(), election));
        SortedMap<String, Long> epochs = new TreeMap<>(in.getNumbers());
        List<HistoryEntry> history = in.getList(HistoryEntry::readFrom);
        long nextSequence = in.getLong();
        return new ClusterState(
                clusterId, settings, map, nodes, elections, epochs, history, nextSequence, Upkeep.readFrom(in));
    }

    private static void putMigration(BinaryOutput out, SlotMove migration) {
        out.putSlots(migration.slots()).putText(migration.from()).putText(migration.to());
    }

    private static SlotMove getMigration(BinaryInput in) {
        return new SlotMove(in.getSlots(), in.getText(), in.getText());
    }
}
