package io.slotkeeper.coordinator.consensus;

/**
 * What tests shorten.
 *
 * @param snapshotEvery entries between two snapshots
 * @param proposeTimeoutMillis after this a proposal's outcome is unknown
 */
record ConsensusTuning(long snapshotEvery, long proposeTimeoutMillis) {
    static final ConsensusTuning DEFAULT = new ConsensusTuning(10_000, 5_000);
}
