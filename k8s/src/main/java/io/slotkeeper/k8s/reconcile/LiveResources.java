package io.slotkeeper.k8s.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The operator's view of what is in the API server for one cluster; it may be a moment old. */
public interface LiveResources {
    /** All of a type that are labelled with the cluster. */
    <T extends HasMetadata> Stream<T> all(Class<T> type);

    /** The types that can be seen; of others nothing is known. */
    Set<Class<? extends HasMetadata>> types();

    /** The resource of the same type and name; absent when there is none, or its type cannot be seen. */
    default Optional<HasMetadata> find(HasMetadata like) {
        return types().contains(like.getClass())
                ? all(like.getClass())
                        .filter(live -> live.getMetadata()
                                .getName()
                                .equals(like.getMetadata().getName()))
                        .map(HasMetadata.class::cast)
                        .findFirst()
                : Optional.empty();
    }
}
