package io.slotkeeper.cli.config;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;

/** The configuration file cannot be used; the text names file, line, rule and remedy. */
public final class ConfigException extends CommandFailure {
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(ExitCode.USAGE, message);
    }

    ConfigException(String message, Throwable cause) {
        super(ExitCode.USAGE, message, cause);
    }
}
