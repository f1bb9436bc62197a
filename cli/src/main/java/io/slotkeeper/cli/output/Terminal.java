package io.slotkeeper.cli.output;

import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command prints.
 *
 * @param out results
 * @param err messages
 * @param ansi whether colours are wanted: on a terminal, unless NO_COLOR is set
 */
public record Terminal(PrintWriter out, PrintWriter err, Ansi ansi) {
    /** That of a running command. */
    public static Terminal of(CommandSpec command) {
        var commandLine = command.commandLine();
        return new Terminal(
                commandLine.getOut(),
                commandLine.getErr(),
                commandLine.getColorScheme().ansi());
    }

    /** Prints one result line at once. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Prints a finished block of lines. */
    public void block(String text) {
        out.print(text);
        out.flush();
    }

    /** Prints one message line at once. */
    public void message(String text) {
        err.println(text);
        err.flush();
    }

    /** A piece of a line in the colour of its meaning. */
    public String paint(Style style, String text) {
        return Paint.apply(ansi, style, text);
    }
}
