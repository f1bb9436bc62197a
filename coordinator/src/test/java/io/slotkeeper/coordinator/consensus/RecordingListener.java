package io.slotkeeper.coordinator.consensus;

import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it hears. */
final class RecordingListener implements ConsensusLog.Listener {
    final List<String> events = new CopyOnWriteArrayList<>();
    volatile long entriesAtLeadership = -1;

    @Override
    public void applied(long index, SlotMapRecord record, ApplyOutcome outcome) {
        events.add("applied " + index);
    }

    @Override
    public void stateReplaced(ClusterState state) {
        events.add("replaced " + state.nextSequence());
    }

    @Override
    public void leadershipGained(long term, ClusterState state) {
        entriesAtLeadership = state.nextSequence();
        events.add("gained");
    }

    @Override
    public void leadershipLost(Optional<String> leader) {
        events.add("lost");
    }
}
