package io.slotkeeper.coordinator.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.coordinator.publish.SlotMapPublisher;
import java.util.Objects;

/**
 * What the HTTP interface serves.
 *
 * @param operations what is asked
 * @param publisher streams the slot map
 * @param registry read at {@code /metrics}
 */
public record ApiServices(
        CoordinatorOperations operations, SlotMapPublisher publisher, PrometheusMeterRegistry registry) {
    public ApiServices {
        Objects.requireNonNull(operations);
        Objects.requireNonNull(publisher);
        Objects.requireNonNull(registry);
    }
}
