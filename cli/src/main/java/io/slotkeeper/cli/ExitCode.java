package io.slotkeeper.cli;

/** The exit codes of every command; stable, documented in docs/cli.md. */
public enum ExitCode {
    /** Done. */
    OK(0, "done"),
    /** Refused or failed; nothing changed unless the message says so. */
    FAILED(1, "refused or failed; the message names the reason"),
    /** The command line, a setting or the configuration file is wrong. */
    USAGE(2, "wrong command line, setting or configuration file"),
    /** None of the coordinators answers. */
    UNREACHABLE(3, "no coordinator can be reached"),
    /** The request was sent, and what became of it is not known. */
    OUTCOME_UNKNOWN(4, "outcome unknown: read the status before repeating it"),
    /** A drill's fault held writes up for longer than its bound, or lost what it must not lose. */
    BOUND_BROKEN(5, "a drilled fault broke its bound"),
    /** A defect of this program. */
    INTERNAL(70, "internal error; please report it"),
    /** Ended by SIGINT. */
    INTERRUPTED(130, "ended by Ctrl-C (SIGINT), everything stopped"),
    /** Ended by SIGTERM. */
    TERMINATED(143, "ended by SIGTERM, everything stopped");

    private final int code;
    private final String text;

    ExitCode(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** What the process returns to its parent. */
    public int code() {
        return code;
    }

    /** One phrase for the help. */
    public String text() {
        return text;
    }
}
