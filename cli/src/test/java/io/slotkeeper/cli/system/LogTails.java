package io.slotkeeper.cli.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Shows what the processes wrote last. */
final class LogTails {
    private static final int LINES = 60;

    private LogTails() {}

    /** Prints the end of every log in a directory. */
    static void print(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            files.sorted().forEach(LogTails::printEnd);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be read", e);
        }
    }

    private static void printEnd(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            System.out.println("==== " + file + " (last " + LINES + " lines)");
            lines.subList(Math.max(0, lines.size() - LINES), lines.size()).forEach(System.out::println);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
