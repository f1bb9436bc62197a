package io.slotkeeper.bench.cluster;

/** Something with processes and files that are gone once it is closed. Closing may be repeated, by any thread. */
public interface Disposable extends AutoCloseable {
    @Override
    void close();
}
