package io.slotkeeper.agent;

import java.util.Objects;
import java.util.Optional;

/**
 * How the agent logs in to its node.
 *
 * @param user ACL user; absent for the default user
 * @param password the user's password
 */
public record Credentials(Optional<String> user, Secret password) {
    public Credentials {
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
    }
}
