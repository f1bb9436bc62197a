package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * An agent's answer to a command.
 *
 * @param commandId which command
 * @param result what became of it
 * @param text empty when done, else what went wrong
 * @param offset replication offset where the order asks for one, else -1
 * @param tookMicros how long the agent worked on it
 * @param figures what else the order asks for, by name; see {@link MoveFigures}
 * @param report the agent's report after the command
 */
public record CommandReply(
        long commandId,
        Result result,
        String text,
        long offset,
        long tookMicros,
        Map<String, Long> figures,
        AgentReport report) {
    private static final int FORMAT = 1;

    /** What became of a command. The names are part of the agent protocol. */
    public enum Result {
        /** The end that the order asks for is reached and verified. */
        DONE,
        /** Not begun: the guard forbids it. */
        REFUSED_STALE,
        /** Not begun: the deadline has passed. */
        REFUSED_LATE,
        /** Not begun: the agent has promised to refuse it for a while. Repeat it. */
        REFUSED_PROMISED,
        /** Begun or not, the end is not reached, and this attempt will not reach it later either. */
        FAILED,
        /** The node stopped answering in the middle: the end may be reached or not. Read before repeating. */
        UNKNOWN
    }

    /** With no figures. */
    public CommandReply(long commandId, Result result, String text, long offset, long tookMicros, AgentReport report) {
        this(commandId, result, text, offset, tookMicros, Map.of(), report);
    }

    public CommandReply {
        Objects.requireNonNull(result);
        Objects.requireNonNull(text);
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
        Objects.requireNonNull(report);
    }

    public byte[] encode() {
        BinaryOutput out = new BinaryOutput();
        out.putByte(FORMAT)
                .putLong(commandId)
                .putEnum(result)
                .putText(text)
                .putLong(offset)
                .putLong(tookMicros)
                .putNumbers(figures);
        report.writeTo(out);
        return out.toByteArray();
    }

    /**
     * Decodes a reply.
     *
     * @throws io.slotkeeper.core.codec.MalformedEncodingException if the bytes are no reply of this format
     */
    public static CommandReply decode(byte[] bytes) {
        return WireFormat.open(bytes, FORMAT, "command reply")
                .getWhole(in -> new CommandReply(
                        in.getLong(),
                        in.getEnum(Result.class),
                        in.getText(),
                        in.getLong(),
                        in.getLong(),
                        in.getNumbers(),
                        AgentReport.readFrom(in)));
    }
}
