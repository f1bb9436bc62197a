package io.slotkeeper.k8s.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.slotkeeper.k8s.coordinators.Coordinators;
import java.util.List;
import java.util.Optional;

/** Makes the port to the coordinators of a cluster. */
@FunctionalInterface
public interface CoordinatorsFactory {
    /** Of these pods; absent while none of them has an address. */
    Optional<Coordinators> of(List<Pod> pods);
}
