package io.slotkeeper.cli;

import io.slotkeeper.cli.process.DefaultLauncher;

/** The {@code slotkeeper} command. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with one of {@link ExitCode}. */
    public static void main(String[] args) {
        System.exit(new Cli(System.getenv(), new DefaultLauncher()).execute(args));
    }
}
