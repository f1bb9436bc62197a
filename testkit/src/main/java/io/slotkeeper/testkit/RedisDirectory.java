package io.slotkeeper.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of one Redis node. */
final class RedisDirectory {
    private static final int LOG_LINES = 8;

    private RedisDirectory() {}

    /** Deletes snapshots and append-only files (6.2: one file, 7: a directory), nothing else. */
    static void deleteData(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(RedisDirectory::isData).forEach(RedisDirectory::deleteTree);
        } catch (IOException e) {
            throw new UncheckedIOException("The data in " + directory + " cannot be deleted", e);
        }
    }

    static void deleteTree(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(root + " cannot be deleted", e);
        }
    }

    /** The last lines of the logs, for an error text. */
    static String logEnd(List<Path> logs) {
        return logs.stream()
                .filter(Files::exists)
                .map(log -> log + ":\n" + lastLines(log))
                .collect(Collectors.joining("\n"));
    }

    private static String lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    private static boolean isData(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".rdb") || name.endsWith(".aof") || name.equals("appendonlydir");
    }
}
