package io.slotkeeper.coordinator.control;

import io.slotkeeper.coordinator.consensus.ConsensusLog;
import io.slotkeeper.coordinator.publish.SlotMapPublisher;
import io.slotkeeper.core.record.ClusterState;
import java.util.function.Consumer;

/**
 * What the control loop's shell talks to.
 *
 * @param inbox brings work from other threads to the loop's context
 * @param log where decisions are committed
 * @param publisher gets every change of the slot map
 * @param states gets every new state, on the loop's context
 */
record ControlPorts(Inbox inbox, ConsensusLog log, SlotMapPublisher publisher, Consumer<ClusterState> states) {
    void stateChanged(ClusterState state) {
        states.accept(state);
    }
}
