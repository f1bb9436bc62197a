package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Objects;

/**
 * Who an agent is and how clients reach the node beside it.
 *
 * @param name stable name, unique in the cluster; it outlives restarts of the agent and of the node
 * @param instance drawn at random at every start of the agent; tells two agents with one name apart
 * @param zone failure domain, empty when unknown
 * @param host address that clients and nodes reach the node at
 * @param port client port
 * @param busPort cluster bus port
 */
public record AgentIdentity(String name, String instance, String zone, String host, int port, int busPort) {
    public AgentIdentity {
        Objects.requireNonNull(name);
        Objects.requireNonNull(instance);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(host);
    }

    /** The event-bus address at which this very process takes commands. */
    public String commandAddress() {
        return Addresses.agent(name, instance);
    }

    /** The event-bus address at which this very process takes leases. */
    public String leaseAddress() {
        return Addresses.leases(name, instance);
    }

    void writeTo(BinaryOutput out) {
        out.putText(name)
                .putText(instance)
                .putText(zone)
                .putText(host)
                .putInt(port)
                .putInt(busPort);
    }

    static AgentIdentity readFrom(BinaryInput in) {
        return new AgentIdentity(in.getText(), in.getText(), in.getText(), in.getText(), in.getInt(), in.getInt());
    }
}
