package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.map.SlotMapDelta;
import io.slotkeeper.core.protocol.NodeConfig;
import io.slotkeeper.core.record.ApplyOutcome.RejectReason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Slotkeeper observes, takes over or hands back, or the slot map follows what the nodes did by themselves.
 *
 * @param mapVersion version of the slot map that it is based on
 * @param from who acted until then
 * @param to who acts from now on; may be the same
 * @param shards all shards as the nodes are now; empty when the slot map stays as it is
 * @param former settings of the nodes to be restored one day; only when Slotkeeper takes over, empty else
 * @param note why
 * @param atMillis wall-clock time, milliseconds since 1970
 */
public record CustodyChanged(
        long mapVersion,
        Charge from,
        Charge to,
        List<Shard> shards,
        SortedMap<NodeId, NodeConfig> former,
        Note note,
        long atMillis)
        implements SlotMapRecord {
    private static final int MOST_SHARDS = 500;
    private static final int MOST_REPLICAS = 5;

    /**
     * A reason.
     *
     * @param code stable reason code
     * @param text one sentence
     */
    public record Note(String code, String text) {
        public Note {
            Objects.requireNonNull(code);
            Objects.requireNonNull(text);
        }
    }

    public CustodyChanged {
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
        shards = List.copyOf(shards);
        former = new TreeMap<>(former);
        Objects.requireNonNull(note);
    }

    @Override
    public RecordType type() {
        return RecordType.CUSTODY_CHANGED;
    }

    @Override
    public ApplyOutcome applyTo(ClusterState state) {
        Custody before = state.upkeep().custody();
        if (before.charge() != from) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.WRONG_STATE,
                    "Slotkeeper is " + before.charge().label() + " meanwhile");
        }
        if (state.map().version() != mapVersion || !state.elections().isEmpty()) {
            return ApplyOutcome.rejected(
                    state,
                    RejectReason.STALE_EPOCH,
                    "the slot map has changed meanwhile, or a primary is being elected");
        }
        if (!shards.stream().flatMap(Shard::nodes).allMatch(n -> state.nodes().containsKey(n.id()))) {
            return ApplyOutcome.rejected(
                    state, RejectReason.UNKNOWN_NODE, "a shard names a node that is not registered");
        }
        Custody after = new Custody(to, to == Charge.TAKING_OVER ? former : before.former());
        ClusterState changed = state.withUpkeep(state.upkeep().withCustody(after));
        return shards.isEmpty()
                ? ApplyOutcome.unpublished(noted(changed))
                : replaced(state.map().shards().isEmpty() ? sized(changed) : changed);
    }

    private ApplyOutcome replaced(ClusterState state) {
        SlotMap map = state.map();
        List<String> ids = shards.stream().map(Shard::id).toList();
        List<Shard> different = shards.stream()
                .filter(shard -> !shard.equals(map.shard(shard.id()).orElse(null)))
                .toList();
        List<String> removed = map.shards().stream()
                .map(Shard::id)
                .filter(id -> !ids.contains(id))
                .toList();
        SlotMapDelta delta = new SlotMapDelta(map.version() + 1, note.code(), different, removed);
        return ApplyOutcome.changed(noted(state.withMap(delta)), delta);
    }

    private ClusterState noted(ClusterState state) {
        return state.withHistory(atMillis, "", type(), note.code(), note.text(), Map.of());
    }

    /** What is wanted of a cluster that was not formed here is what it is. */
    private ClusterState sized(ClusterState state) {
        int replicas = shards.stream().mapToInt(s -> s.replicas().size()).min().orElse(0);
        return state.initializedAs(
                state.clusterId(),
                new ClusterSettings(Math.min(MOST_SHARDS, shards.size()), Math.min(MOST_REPLICAS, replicas)));
    }

    @Override
    public void writeTo(BinaryOutput out) {
        out.putLong(mapVersion).putEnum(from).putEnum(to).putList(shards, BinaryOutput::putShard);
        Custody.putSettings(out, former);
        out.putText(note.code()).putText(note.text()).putLong(atMillis);
    }

    static CustodyChanged readFrom(BinaryInput in) {
        return new CustodyChanged(
                in.getLong(),
                in.getEnum(Charge.class),
                in.getEnum(Charge.class),
                in.getList(BinaryInput::getShard),
                Custody.getSettings(in),
                new Note(in.getText(), in.getText()),
                in.getLong());
    }
}
