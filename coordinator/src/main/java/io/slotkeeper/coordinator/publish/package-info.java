/**
 * Brings every published change of the slot map to its subscribers: WebSocket clients and, from the leader, the event
 * bus.
 *
 * <p>The flow: {@link io.slotkeeper.coordinator.publish.SlotMapPublisher} encodes a change once and puts it into the
 * {@link io.slotkeeper.coordinator.publish.ChangeLog}; each {@link io.slotkeeper.coordinator.publish.SubscriberGroup}
 * (one per event loop) is woken, and lets each of its subscribers take from the log what it has not sent yet. A
 * subscriber is a cursor into the shared log, so it needs no queue of its own and cannot skip or repeat a version.
 */
package io.slotkeeper.coordinator.publish;
