package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Objects;
import java.util.Optional;

/**
 * An agent's heartbeat: sent to all coordinators in the rhythm of {@code heartbeat.interval}, and at once when something
 * changed that a decision could hang on.
 *
 * @param identity who reports
 * @param sequence grows by one with every report of this agent process
 * @param sentNanos the agent's monotonic clock when it sent the report
 * @param process state of the server process
 * @param downMicros how long before this report the connection to the node broke, 0 while it answers
 * @param silentMicros age of the oldest unanswered probe, 0 when none is open
 * @param problem why the node cannot be used, {@link NodeProblem#NONE} when it can
 * @param guarding what the agent can do to guard the node
 * @param view what the node last said; absent before it first answered. While {@code process} is not
 *     {@link ProcessState#UP} this is what was true before
 */
public record AgentReport(
        AgentIdentity identity,
        long sequence,
        long sentNanos,
        ProcessState process,
        long downMicros,
        long silentMicros,
        NodeProblem problem,
        Guarding guarding,
        Optional<NodeView> view) {
    private static final int FORMAT = 1;

    public AgentReport {
        Objects.requireNonNull(identity);
        Objects.requireNonNull(process);
        Objects.requireNonNull(problem);
        Objects.requireNonNull(guarding);
        Objects.requireNonNull(view);
    }

    public byte[] encode() {
        BinaryOutput out = new BinaryOutput();
        out.putByte(FORMAT);
        writeTo(out);
        return out.toByteArray();
    }

    /**
     * Decodes a report.
     *
     * @throws io.slotkeeper.core.codec.MalformedEncodingException if the bytes are no report of this format
     */
    public static AgentReport decode(byte[] bytes) {
        return WireFormat.open(bytes, FORMAT, "agent report").getWhole(AgentReport::readFrom);
    }

    void writeTo(BinaryOutput out) {
        identity.writeTo(out);
        out.putLong(sequence)
                .putLong(sentNanos)
                .putEnum(process)
                .putLong(downMicros)
                .putLong(silentMicros)
                .putEnum(problem);
        guarding.writeTo(out);
        out.putBoolean(view.isPresent());
        view.ifPresent(v -> v.writeTo(out));
    }

    static AgentReport readFrom(BinaryInput in) {
        return new AgentReport(
                AgentIdentity.readFrom(in),
                in.getLong(),
                in.getLong(),
                in.getEnum(ProcessState.class),
                in.getLong(),
                in.getLong(),
                in.getEnum(NodeProblem.class),
                Guarding.readFrom(in),
                in.getBoolean() ? Optional.of(NodeView.readFrom(in)) : Optional.empty());
    }
}
