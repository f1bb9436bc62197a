/**
 * The public interfaces of a coordinator: REST and WebSocket ({@link io.slotkeeper.coordinator.api.HttpApi}), event bus
 * ({@link io.slotkeeper.coordinator.api.EventBusApi}) and its TCP bridge
 * ({@link io.slotkeeper.coordinator.api.TcpBridge}). All ask {@link
 * io.slotkeeper.coordinator.api.CoordinatorOperations}; none decides anything. docs/protocol.md is their contract.
 */
package io.slotkeeper.coordinator.api;
