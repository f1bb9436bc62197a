package io.slotkeeper.coordinator.consensus;

/**
 * What tests shorten.
 *
 * @param snapshotEvery entries between two snapshots
 * @param proposeTimeoutMillis after this a proposal's outcome is unknown
 * @param segmentBytes a file of the log is closed at this size; only closed ones are dropped after a snapshot
 */
record ConsensusTuning(long snapshotEvery, long proposeTimeoutMillis, int segmentBytes) {
    private static final int SEGMENT_BYTES = 8 << 20;

    static final ConsensusTuning DEFAULT = new ConsensusTuning(10_000, 5_000);

    ConsensusTuning(long snapshotEvery, long proposeTimeoutMillis) {
        this(snapshotEvery, proposeTimeoutMillis, SEGMENT_BYTES);
    }

    ConsensusTuning withSegmentBytes(int bytes) {
        return new ConsensusTuning(snapshotEvery, proposeTimeoutMillis, bytes);
    }
}
