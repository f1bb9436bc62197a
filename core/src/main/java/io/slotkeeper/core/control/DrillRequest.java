package io.slotkeeper.core.control;

import io.slotkeeper.core.protocol.DrillFault;
import java.util.Objects;

/**
 * A person asks for a fault.
 *
 * @param fault which
 * @param target as given, not checked yet: node id or agent name, or shard id; empty when the fault is the leader's
 * @param forMillis how long a node hangs, 100 to 60000; of no meaning for other faults
 * @param dryRun only find out whether it would be done
 */
public record DrillRequest(DrillFault fault, String target, long forMillis, boolean dryRun) {
    /** Default of {@link #forMillis()}. */
    public static final long DEFAULT_FOR_MILLIS = 5000;

    public DrillRequest {
        Objects.requireNonNull(fault);
        Objects.requireNonNull(target);
        if (forMillis < 100 || forMillis > 60_000) {
            throw new IllegalArgumentException("forMillis is " + forMillis + "; it must be 100 to 60000 milliseconds");
        }
        if (target.isEmpty() != (fault.target() == DrillFault.Target.LEADER)) {
            throw new IllegalArgumentException(
                    target.isEmpty()
                            ? "a drill of " + fault + " needs a "
                                    + (fault.target() == DrillFault.Target.NODE ? "node" : "shard")
                            : "a drill of " + fault + " is the leader's; it takes no node and no shard");
        }
    }
}
