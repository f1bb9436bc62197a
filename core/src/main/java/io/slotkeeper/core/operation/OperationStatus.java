package io.slotkeeper.core.operation;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Objects;

/**
 * What an operation is going through, and why.
 *
 * @param state the state
 * @param code stable reason code of the last change of state
 * @param text the reason in one sentence, empty when there is nothing to say
 */
public record OperationStatus(OperationState state, String code, String text) {
    public OperationStatus {
        Objects.requireNonNull(state);
        Objects.requireNonNull(code);
        Objects.requireNonNull(text);
    }

    public void writeTo(BinaryOutput out) {
        out.putEnum(state).putText(code).putText(text);
    }

    public static OperationStatus readFrom(BinaryInput in) {
        return new OperationStatus(in.getEnum(OperationState.class), in.getText(), in.getText());
    }
}
