package io.slotkeeper.bench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code -o}: for people or for programs. */
enum OutputFormat {
    HUMAN,
    JSON;

    /** Names in lower case. */
    static final class Converter implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String value) {
            return switch (value) {
                case "human" -> HUMAN;
                case "json" -> JSON;
                default ->
                    throw new TypeConversionException("'" + value + "' is not a form of output: use human or json");
            };
        }
    }
}
