package io.slotkeeper.coordinator.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL in the middle of proposals: every acknowledged record is there afterwards. */
class KilledProcessIT {
    @TempDir
    Path directory;

    @Test
    void acknowledgedRecordsSurviveSigkill() throws Exception {
        int port = LogGroup.freePort();
        long acknowledged = 0;
        for (int round = 1; round <= 3; round++) {
            acknowledged = run(port, acknowledged, round * 300);
        }
    }

    /** Runs until {@code count} more records are acknowledged, kills the process, reads what it said until then. */
    private long run(int port, long before, int count) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProposingProcess.class.getName(),
                        Integer.toString(port),
                        directory.resolve("data").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            long recovered = nextNumber(lines);
            assertThat(recovered).as("records after the restart").isGreaterThanOrEqualTo(before);
            long last = recovered;
            for (long said = recovered; said >= 0; said = nextNumber(lines)) {
                last = said;
                if (said == recovered + count) {
                    // Through the handle: the process itself would close the stream and lose its last lines.
                    process.toHandle().destroyForcibly();
                }
            }
            return last;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The next acknowledged number, or -1 at the end; a line that was cut short does not count. */
    private static long nextNumber(BufferedReader lines) throws Exception {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("> ")) {
                return Long.parseLong(line.substring(2));
            }
        }
        return -1;
    }
}
