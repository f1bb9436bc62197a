package io.slotkeeper.bench;

import io.slotkeeper.cli.output.Terminal;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code -o}: results for people or for programs. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "human",
            converter = OutputFormat.Converter.class,
            description = "human: tables; json: one document. Default: ${DEFAULT-VALUE}.")
    OutputFormat format;

    /** Shows a result in the form that is wanted. */
    void show(Terminal terminal, Supplier<String> json, Consumer<Terminal> tables) {
        if (format == OutputFormat.JSON) {
            terminal.line(json.get());
        } else {
            tables.accept(terminal);
        }
    }
}
