package io.slotkeeper.k8s;

import io.slotkeeper.k8s.render.Images;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator is to be.
 *
 * @param namespaces to look after; none: all
 * @param images of parts whose spec names none
 * @param leaseNamespace where operators elect a leader; absent: no election
 * @param httpPort of health; 0 for none
 */
public record OperatorOptions(Set<String> namespaces, Images images, Optional<String> leaseNamespace, int httpPort) {
    public OperatorOptions {
        namespaces = Set.copyOf(namespaces);
    }
}
