package io.slotkeeper.core.plan;

/** A plan cannot be made from this input; nothing was changed. The message names the input, the rule and the remedy. */
public final class PlanRefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final PlanRefusal refusal;

    public PlanRefusedException(PlanRefusal refusal, String text) {
        super(text);
        this.refusal = refusal;
    }

    /** The stable code. */
    public PlanRefusal refusal() {
        return refusal;
    }
}
