package io.slotkeeper.core.protocol;

import java.util.Optional;

/** Which drills a process takes part in. */
public enum DrillPermission {
    /** The default. */
    NONE,
    /** All but those that would end the process, because other parts live in it too. */
    SHARED_PROCESS,
    /** All. */
    ALL;

    /**
     * Why a fault is refused, if so.
     *
     * @param who for the sentence, for example {@code agent a1}
     */
    public Optional<String> refusal(DrillFault fault, String who) {
        if (this == NONE) {
            return Optional.of(who + " takes part in no drills; start it with --allow-drills");
        }
        boolean endsProcess = fault == DrillFault.KILL_AGENT || fault == DrillFault.KILL_LEADER;
        return this == SHARED_PROCESS && endsProcess
                ? Optional.of(
                        who + " shares its process with other parts of the cluster, as in a quickstart, and will not"
                                + " end it; drill this fault where every part has a process of its own")
                : Optional.empty();
    }
}
