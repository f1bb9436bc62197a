package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Objects;

/**
 * An order of the leader to one agent. Every order can be repeated without harm.
 *
 * @param id names the command in replies and logs
 * @param guard what entitles it to be carried out
 * @param order what to do
 */
public record AgentCommand(long id, Guard guard, Order order) {
    private static final int FORMAT = 1;

    public AgentCommand {
        Objects.requireNonNull(guard);
        Objects.requireNonNull(order);
    }

    public byte[] encode() {
        BinaryOutput out = new BinaryOutput();
        out.putByte(FORMAT).putLong(id);
        guard.writeTo(out);
        out.putEnum(order.type());
        order.writeTo(out);
        return out.toByteArray();
    }

    /**
     * Decodes a command.
     *
     * @throws io.slotkeeper.core.codec.MalformedEncodingException if the bytes are no command of this format
     */
    public static AgentCommand decode(byte[] bytes) {
        return WireFormat.open(bytes, FORMAT, "agent command")
                .getWhole(in -> new AgentCommand(
                        in.getLong(),
                        Guard.readFrom(in),
                        in.getEnum(OrderType.class).read(in)));
    }
}
