package io.slotkeeper.core.control;

/** Why an election was given up. The names are stable: they stand in the history. */
public enum AbortCode {
    PROMOTION_FAILED("The replica could not be promoted", RefusalCode.REPLICA_DOWN),
    CANDIDATE_GONE("The replica to be promoted is gone itself", RefusalCode.REPLICA_DOWN),
    FENCE_FAILED("The old primary could not be made to refuse writes", RefusalCode.PRIMARY_NOT_FENCED),
    PAUSE_FAILED("The primary's writes could not be paused", RefusalCode.PRIMARY_DOWN),
    HISTORY_CHANGED("The replica does not follow the process that the primary is now", RefusalCode.REPLICA_NOT_IN_SYNC),
    SWITCHOVER_TIMED_OUT(
            "The switchover did not finish before its deadline and was undone; the old primary goes on",
            RefusalCode.TIMED_OUT);

    private final String text;
    private final RefusalCode refusal;

    AbortCode(String text, RefusalCode refusal) {
        this.text = text;
        this.refusal = refusal;
    }

    public String text() {
        return text;
    }

    /** The replica itself is to blame, so another one should be tried first. */
    boolean blamesCandidate() {
        return this == PROMOTION_FAILED || this == CANDIDATE_GONE;
    }

    /** What the person who asked for the promotion is told. */
    public RefusalCode refusal() {
        return refusal;
    }
}
