package io.slotkeeper.bench.soak;

import io.slotkeeper.bench.cluster.BenchFailure;
import io.slotkeeper.testkit.ProcessReaper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Processes that do nothing but take processor time. They never outlive this JVM. Thread-safe. */
final class Burners implements AutoCloseable {
    private final List<Process> processes = new ArrayList<>();

    private Burners() {}

    /** Starts so many. */
    static Burners start(int count) {
        Burners burners = new Burners();
        try {
            for (int i = 0; i < count; i++) {
                burners.add(ProcessReaper.start(new ProcessBuilder("sh", "-c", "while :; do :; done")));
            }
            return burners;
        } catch (IOException e) {
            burners.close();
            throw new BenchFailure("No shell to burn processor time with: " + e.getMessage(), e);
        }
    }

    private synchronized void add(Process process) {
        processes.add(process);
    }

    /** Fails when one has ended: the machine was not as busy as it should have been. */
    synchronized void requireAlive() {
        if (!processes.stream().allMatch(Process::isAlive)) {
            throw new BenchFailure("A process that was to keep a core busy has ended; somebody has killed it.");
        }
    }

    @Override
    public synchronized void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
