package io.slotkeeper.cli.quickstart;

import io.slotkeeper.core.control.WriteSafety;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the user asked a quickstart to be.
 *
 * @param topology the nodes
 * @param coordinators 1, 3 or 5
 * @param ports of the coordinators
 * @param dataDir kept afterwards; absent: a temporary one
 * @param restartDelay how long a killed node stays away
 * @param writeSafety what stops a primary that is cut off
 * @param redis binary and password
 */
record QuickstartSettings(
        Topology topology,
        int coordinators,
        QuickstartPorts ports,
        Optional<Path> dataDir,
        Duration restartDelay,
        WriteSafety writeSafety,
        Redis redis) {
    /** Everything listens here. */
    static final String HOST = "127.0.0.1";

    /**
     * The servers.
     *
     * @param binary absent: the one on the PATH, else the embedded one
     * @param password absent: none
     */
    record Redis(Optional<Path> binary, Optional<String> password) {
        @Override
        public String toString() {
            return "Redis[binary=" + binary + ", password=" + (password.isPresent() ? "***" : "none") + "]";
        }
    }

    /** Where the first coordinator serves. */
    String url() {
        return "http://" + HOST + ":" + ports.http();
    }
}
