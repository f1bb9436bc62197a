package io.slotkeeper.k8s.coordinators;

import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Finds the coordinators by the addresses of their pods: no name service is needed for that. Stateless. */
public final class PodAddresses {
    private PodAddresses() {}

    /**
     * The port to the coordinators in these pods; absent while none has an address.
     *
     * @param httpPort of their REST interface
     */
    public static Optional<Coordinators> coordinators(List<Pod> pods, int httpPort) {
        List<URI> addresses = pods.stream()
                .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
                .map(pod -> URI.create("http://" + bracketed(pod.getStatus().getPodIP()) + ":" + httpPort))
                .toList();
        return addresses.isEmpty() ? Optional.empty() : Optional.of(new RestCoordinators(addresses));
    }

    private static String bracketed(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }
}
