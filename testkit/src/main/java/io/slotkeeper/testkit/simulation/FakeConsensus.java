package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.List;
import java.util.function.Consumer;

/** The replicated log under the coordinators. */
interface FakeConsensus {
    /** What all committed records make of an empty state. */
    ClusterState state();

    /** The highest term that anybody was elected for. */
    long term();

    /** Everything that was committed, rejected records included. */
    List<SlotMapRecord> records();

    /** The coordinator that was elected last; it may be dead, or unaware of its successor. */
    FakeCoordinator leader();

    /** Asks for a record to be committed; the proposer hears of its end. */
    void propose(FakeCoordinator proposer, SlotMapRecord record);

    /** Asks a majority whether it knows a term above that one. Hears true, or false, or nothing. */
    void confirm(FakeCoordinator asker, long term, Consumer<Boolean> answer);
}
