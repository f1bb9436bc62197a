package io.slotkeeper.bench.footprint;

import io.slotkeeper.bench.cluster.BenchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has used so far. Linux only, by proc(5).
 *
 * @param rssKib resident memory
 * @param cpu user and system time since its start
 */
record ProcessUse(long rssKib, Duration cpu) {
    /**
     * Reads it.
     *
     * @throws BenchFailure if there is no such process, or no /proc
     */
    static ProcessUse of(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            long rss = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow(() -> new BenchFailure("Process " + pid + " has ended."));
            Duration cpu = ProcessHandle.of(pid)
                    .flatMap(handle -> handle.info().totalCpuDuration())
                    .orElseThrow(() -> new BenchFailure("Process " + pid + " has ended."));
            return new ProcessUse(rss, cpu);
        } catch (IOException e) {
            throw new BenchFailure(
                    status + " cannot be read: the process has ended, or this is not Linux, which footprint needs.", e);
        }
    }

    /** Share of one core between an earlier reading and this one, in percent. */
    double percentOfCoreSince(ProcessUse earlier, Duration between) {
        return 100.0 * cpu.minus(earlier.cpu()).toNanos() / between.toNanos();
    }
}
