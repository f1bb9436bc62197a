package io.slotkeeper.cli;

import java.util.List;

/**
 * Adds commands to {@code slotkeeper}. Found through {@link java.util.ServiceLoader}, so that modules on top of this one
 * (measurements, for example) can bring theirs.
 */
public interface SubcommandProvider {
    /** Objects annotated with picocli's {@code @Command}; a new list of new objects at every call. */
    List<Object> commands();
}
