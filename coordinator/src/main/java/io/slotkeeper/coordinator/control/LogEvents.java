package io.slotkeeper.coordinator.control;

import io.slotkeeper.coordinator.consensus.ConsensusLog;
import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Turns what the log says into events for the control loop. Called on the log's threads. */
final class LogEvents implements ConsensusLog.Listener {
    private final Inbox inbox;
    private final Consumer<ControlEvent> loop;

    LogEvents(Inbox inbox, Consumer<ControlEvent> loop) {
        this.inbox = inbox;
        this.loop = loop;
    }

    @Override
    public void applied(long index, SlotMapRecord record, ApplyOutcome outcome) {
        put(new ControlEvent.RecordApplied(record, outcome));
    }

    @Override
    public void stateReplaced(ClusterState state) {
        put(new ControlEvent.StateReplaced(state));
    }

    @Override
    public void leadershipGained(long term, ClusterState state) {
        put(new ControlEvent.LeadershipGained(term, state, UUID.randomUUID().toString()));
    }

    @Override
    public void leadershipLost(Optional<String> leader) {
        put(new ControlEvent.LeadershipLost());
    }

    private void put(ControlEvent event) {
        inbox.put(() -> loop.accept(event));
    }
}
