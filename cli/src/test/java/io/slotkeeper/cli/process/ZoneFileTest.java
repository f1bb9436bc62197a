package io.slotkeeper.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneFileTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private Path file;
    private final CompletableFuture<String> started = new CompletableFuture<>();

    @BeforeEach
    void anEmptyFile() throws IOException {
        file = Files.writeString(directory.resolve("zone"), "");
    }

    @Test
    void waitsForTheLine() throws Exception {
        Starting starting = ZoneFile.waitFor(file, LONG, this::start);
        assertThat(started).isNotDone();
        Files.writeString(file, "zone-a\n");
        assertThat(started.get(10, TimeUnit.SECONDS)).isEqualTo("zone-a");
        assertThat(starting.part().get(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void startsWithoutAZoneWhenNobodyWritesOne() throws Exception {
        ZoneFile.waitFor(directory.resolve("missing"), Duration.ofMillis(1), this::start);
        assertThat(started.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void doesNotWaitWhenItIsStopped() throws Exception {
        Starting starting = ZoneFile.waitFor(file, LONG, this::start);
        starting.giveUp().run();
        assertThat(started.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(starting.part().get(10, TimeUnit.SECONDS)).isNotNull();
    }

    private Starting start(String zone) {
        started.complete(zone);
        return Starting.of(CompletableFuture.completedFuture(() -> CompletableFuture.completedFuture(null)));
    }
}
