package io.slotkeeper.coordinator.control;

import io.slotkeeper.coordinator.consensus.ConsensusLog;
import io.slotkeeper.coordinator.publish.SlotMapPublisher;
import io.slotkeeper.core.record.ClusterState;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the control loop's shell talks to.
 *
 * @param id of this coordinator
 * @param peers ids of all coordinators of the group, this one included
 * @param inbox brings work from other threads to the loop's context
 * @param log where decisions are committed
 * @param publisher gets every change of the slot map
 * @param states gets every new state, on the loop's context
 */
record ControlPorts(
        String id,
        Set<String> peers,
        Inbox inbox,
        ConsensusLog log,
        SlotMapPublisher publisher,
        Consumer<ClusterState> states) {
    void stateChanged(ClusterState state) {
        states.accept(state);
    }
}
