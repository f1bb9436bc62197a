package io.slotkeeper.agent.node;

/** The node gave no answer: there is no connection, it broke, or the node took too long. */
public final class NodeLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    NodeLostException(boolean sent, String message) {
        super(message);
        this.sent = sent;
    }

    /** Whether the commands had been sent, so that nobody knows whether they were executed. */
    public boolean sent() {
        return sent;
    }
}
