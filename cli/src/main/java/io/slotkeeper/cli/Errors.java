package io.slotkeeper.cli;

import io.slotkeeper.cli.config.ConfiguredDefaults;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints failures and chooses the exit code. */
final class Errors {
    private Errors() {}

    /** A wrong command line or setting. */
    static int usage(ParameterException failure, String[] args, ConfiguredDefaults defaults) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String origin = defaults.origin(failure.getArgSpec())
                .filter(place -> !isOnCommandLine(failure, args))
                .map(place -> " (from " + place + ")")
                .orElse("");
        print(command, failure.getMessage() + origin);
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.USAGE.code();
    }

    /** Any other failure. */
    static int report(CommandLine command, Exception failure) {
        if (failure instanceof CommandFailure known) {
            print(command, known.getMessage());
            return known.exitCode().code();
        }
        print(command, "internal error: " + failure);
        failure.printStackTrace(command.getErr());
        command.getErr().flush();
        return ExitCode.INTERNAL.code();
    }

    private static void print(CommandLine command, String text) {
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText("slotkeeper: " + text));
        err.flush();
    }

    private static boolean isOnCommandLine(ParameterException failure, String[] args) {
        return failure.getArgSpec() instanceof OptionSpec option
                && Arrays.stream(args).anyMatch(arg -> Arrays.stream(option.names())
                        .anyMatch(name -> arg.equals(name) || arg.startsWith(name + "=")));
    }
}
