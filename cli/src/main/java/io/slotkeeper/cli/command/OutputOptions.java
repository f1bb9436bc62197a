package io.slotkeeper.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.client.ProblemException;
import io.slotkeeper.cli.output.Json;
import io.slotkeeper.cli.output.Terminal;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code -o}: for people or for programs. */
final class OutputOptions {
    /** Forms of output. */
    enum Format {
        HUMAN,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "human",
            converter = FormatConverter.class,
            description = "human: tables; json: the body of the coordinator's answer as it is."
                    + " Default: ${DEFAULT-VALUE}.")
    Format format;

    boolean json() {
        return format == Format.JSON;
    }

    /** Gets an answer and prints it in the form wanted; a problem document is printed as well when JSON is wanted. */
    void print(Terminal terminal, Supplier<String> answer, BiConsumer<Terminal, JsonNode> human) {
        try {
            String body = answer.get();
            if (json()) {
                terminal.line(body.stripTrailing());
            } else {
                human.accept(terminal, Json.parse(body));
            }
        } catch (ProblemException e) {
            if (json()) {
                terminal.line(e.body().stripTrailing());
            }
            throw new CommandFailure(e.exitCode(), e.getMessage(), e);
        }
    }

    /** Names of formats in lower case. */
    static final class FormatConverter implements ITypeConverter<Format> {
        @Override
        public Format convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "human" -> Format.HUMAN;
                case "json" -> Format.JSON;
                default ->
                    throw new TypeConversionException("'" + value + "' is not a form of output: use human or json");
            };
        }
    }
}
