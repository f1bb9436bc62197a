package io.slotkeeper.coordinator.consensus;

import java.nio.file.Path;

/**
 * The data directory cannot be used as it is. Fatal: starting anyway could forget committed records, so the coordinator
 * does not start, and never starts empty in place of what was there.
 */
public final class DataDirectoryException extends RuntimeException {
    private static final String RESTORE =
            "restore the whole directory from a copy; in a group of 3 or 5 move it away and start once with --replace;"
                    + " alone, and only if its records may be forgotten, move it away to start a new, empty log";

    private DataDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Files are missing, truncated or altered. */
    static DataDirectoryException damaged(Path file, String problem, Throwable cause) {
        return new DataDirectoryException("refusing to start: " + file + " " + problem + "; " + RESTORE, cause);
    }

    static DataDirectoryException damaged(Path file, String problem) {
        return damaged(file, problem, null);
    }

    /** The directory is sound but not this coordinator's to use now. */
    static DataDirectoryException unusable(Path file, String problem, String remedy, Throwable cause) {
        return new DataDirectoryException("cannot use " + file + ": " + problem + "; " + remedy, cause);
    }

    static DataDirectoryException unusable(Path file, String problem, String remedy) {
        return unusable(file, problem, remedy, null);
    }
}
