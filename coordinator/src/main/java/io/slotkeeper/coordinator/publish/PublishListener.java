package io.slotkeeper.coordinator.publish;

/** Hears how long publishing took. */
@FunctionalInterface
public interface PublishListener {
    /**
     * A change was handed to the socket of every subscriber that keeps up. Called on an event loop, once per change and
     * in any order; must not block.
     *
     * @param version version of the slot map
     * @param micros from the call of {@link SlotMapPublisher#published} to the last socket, in microseconds
     */
    void published(long version, long micros);
}
