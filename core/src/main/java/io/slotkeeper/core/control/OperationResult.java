package io.slotkeeper.core.control;

import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.operation.OperationPlan;
import java.util.Objects;

/** What comes of an {@link OperationRequest}. */
public sealed interface OperationResult {
    /** It is committed. */
    record Accepted(Operation operation) implements OperationResult {
        public Accepted {
            Objects.requireNonNull(operation);
        }
    }

    /** A dry run: what would be done. */
    record Planned(OperationPlan plan) implements OperationResult {
        public Planned {
            Objects.requireNonNull(plan);
        }
    }

    /**
     * Nothing was done.
     *
     * @param code stable code
     * @param text the input, the rule and the remedy
     */
    record Refused(RefusalCode code, String text) implements OperationResult {
        public Refused {
            Objects.requireNonNull(code);
            Objects.requireNonNull(text);
        }
    }
}
