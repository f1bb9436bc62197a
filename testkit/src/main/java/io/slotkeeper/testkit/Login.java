package io.slotkeeper.testkit;

import java.util.Optional;

/**
 * How to log in to a node. Never printed.
 *
 * @param user ACL user; absent for the default user
 * @param password absent for a node without one
 */
public record Login(Optional<String> user, Optional<String> password) {
    /** For nodes without a password. */
    public static final Login NONE = new Login(Optional.empty(), Optional.empty());

    /** For nodes whose default user may have a password. */
    public static Login withPassword(Optional<String> password) {
        return new Login(Optional.empty(), password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Login[" + user.orElse("default user") + "]";
    }
}
