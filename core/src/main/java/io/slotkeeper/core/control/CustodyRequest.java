package io.slotkeeper.core.control;

import java.util.Objects;

/**
 * A wish about who acts on the nodes.
 *
 * @param wish what is wanted
 * @param dryRun only tell what would be done
 */
public record CustodyRequest(CustodyWish wish, boolean dryRun) {
    public CustodyRequest {
        Objects.requireNonNull(wish);
    }
}
