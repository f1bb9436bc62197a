package io.slotkeeper.cli.process;

import java.util.List;

/**
 * How a process joins the others.
 *
 * @param host address to bind to and to be reached at
 * @param clusterPort membership port, 1 to 65535
 * @param seeds {@code host:port} of members to look for; never empty
 */
public record Membership(String host, int clusterPort, List<String> seeds) {
    /** Copies the list. */
    public Membership {
        seeds = List.copyOf(seeds);
    }
}
