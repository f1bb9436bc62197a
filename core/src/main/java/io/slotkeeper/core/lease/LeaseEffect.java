package io.slotkeeper.core.lease;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.Endorser;
import io.slotkeeper.core.protocol.LeaseTiming;
import java.util.List;

/** What the agent has to do to keep its node within its rights. */
public sealed interface LeaseEffect {
    /** Ask all of them for an endorsement of this process; every answer is a {@link LeaseEvent.Answered}. */
    record Ask(long round, List<Endorser> endorsers, NodeId primary, String runId, LeaseTiming timing)
            implements LeaseEffect {}

    /** Make the node refuse writes; the end is a {@link LeaseEvent.FenceEnded}. */
    record Fence() implements LeaseEffect {}

    /** Kill this process: it did not confirm its fence in time. */
    record Kill(String runId) implements LeaseEffect {}

    /** Let the node take writes again. */
    record Unfence() implements LeaseEffect {}

    /** Send a {@link LeaseEvent.Tick} at that time of the agent's clock; replaces an earlier wish. */
    record WakeAt(long nanos) implements LeaseEffect {}
}
