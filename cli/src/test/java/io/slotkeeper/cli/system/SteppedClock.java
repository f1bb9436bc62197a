package io.slotkeeper.cli.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of one process, by libfaketime: it can be set forwards and backwards while the process runs. The monotonic
 * clock goes on as ever, as it does when an administrator or NTP steps a real clock.
 */
record SteppedClock(Path file) {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    /** Why clocks cannot be stepped here; empty where they can. */
    static Optional<String> missing() {
        return library().isPresent()
                ? Optional.empty()
                : Optional.of("no " + LIBRARY + " in a directory of " + LIBRARIES + "; install libfaketime");
    }

    private static Optional<Path> library() {
        try (Stream<Path> directories = Files.list(LIBRARIES)) {
            return Stream.concat(Stream.of(LIBRARIES), directories.toList().stream())
                    .map(directory -> directory.resolve(LIBRARY))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What to put before a command so that it has this clock. */
    List<String> enter() {
        return List.of(
                "env",
                "LD_PRELOAD=" + library().orElseThrow(),
                "FAKETIME_TIMESTAMP_FILE=" + file,
                "FAKETIME_NO_CACHE=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1");
    }

    /** From now on the clock shows the real time plus this, which may be negative. */
    void set(Duration offset) {
        try {
            // In one step: the process reads the file again and again.
            Path aside = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text(offset));
            Files.move(aside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("no file for a clock", e);
        }
    }

    private static String text(Duration offset) {
        return (offset.isNegative() ? "" : "+") + offset.toSeconds() + "\n";
    }
}
