package io.slotkeeper.core.control;

import io.slotkeeper.core.protocol.DrillFault;

/** What became of a {@link DrillRequest}. */
public sealed interface DrillResult {
    /**
     * The fault is made, or a dry run found nothing in its way. A switchover has only been started.
     *
     * @param fault which
     * @param text what is done, in one sentence; the same stands in the history
     * @param dryRun nothing was done
     */
    record Begun(DrillFault fault, String text, boolean dryRun) implements DrillResult {}

    /**
     * Nothing was done, unless the code is {@link RefusalCode#OUTCOME_UNKNOWN}.
     *
     * @param code stable reason code
     * @param text what is wrong, the rule and the remedy
     */
    record Refused(RefusalCode code, String text) implements DrillResult {}
}
