package io.slotkeeper.core.analysis;

import static io.slotkeeper.core.analysis.Action.ALERT;
import static io.slotkeeper.core.analysis.Action.FENCE_AND_PROMOTE;
import static io.slotkeeper.core.analysis.Action.PROMOTE;
import static io.slotkeeper.core.analysis.Action.RECONCILE;
import static io.slotkeeper.core.analysis.Action.WAIT_AND_PROMOTE;

import io.slotkeeper.core.protocol.ProcessState;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The analysis table: one row per diagnosis, most urgent first. The names are stable: they stand in the history, the
 * metrics and the interfaces.
 *
 * <pre>
 * code                     evidence                                                            action
 * SHARD_LOST               every node's agent says: process gone                               alert
 * PRIMARY_CRASHED          the primary's agent says: process gone, or another node there        promote
 * PRIMARY_RESTARTED_EMPTY  the primary lost its data, a replica holds data of another history  fence and promote
 * PRIMARY_HUNG             no answer, and stopped or stuck, or longer than busy-after          fence and promote
 * PRIMARY_BUSY             no answer, but at work, or nobody can see what it does              alert
 * PRIMARY_UNREACHABLE      agent lost, it answers neither the leader nor any replica's agent   wait and promote
 * PRIMARY_PARTITIONED      agent lost, no answer to the leader, but to a replica's agent       wait and promote
 * AGENT_LOST               an agent is lost and neither row above holds                        alert
 * SPLIT_CLAIM              a node that is not the primary claims slots of the shard            reconcile
 * WRONG_PRIMARY            a replica follows another node, or none                             reconcile
 * OPEN_SLOT                a node has slots on their way that no operation moves               reconcile
 * FOREIGN_CHANGE           the primary owns more or fewer slots than in the slot map           reconcile
 * REPLICA_DOWN             a replica's agent says: process gone or silent                      alert
 * SHARD_WITHOUT_REPLICA    no replica is up                                                    alert
 * </pre>
 */
public enum AnalysisCode {
    SHARD_LOST(ALERT, Evidence::allGone, Sentence::shardLost),
    PRIMARY_CRASHED(PROMOTE, view -> view.primary().isGone(), Sentence::primaryCrashed),
    PRIMARY_RESTARTED_EMPTY(FENCE_AND_PROMOTE, Evidence::restartedEmpty, Sentence::restartedEmpty),
    PRIMARY_HUNG(FENCE_AND_PROMOTE, view -> view.primary().isIn(ProcessState.HUNG), Sentence::primaryHung),
    PRIMARY_BUSY(ALERT, view -> view.primary().isIn(ProcessState.BUSY, ProcessState.SILENT), Sentence::primaryBusy),
    PRIMARY_UNREACHABLE(WAIT_AND_PROMOTE, Evidence::primaryUnreachable, Sentence::primaryUnreachable),
    PRIMARY_PARTITIONED(WAIT_AND_PROMOTE, Evidence::primaryPartitioned, Sentence::primaryPartitioned),
    AGENT_LOST(ALERT, Evidence::agentLost, Sentence::agentLost),
    SPLIT_CLAIM(RECONCILE, Evidence::splitClaim, Sentence::splitClaim),
    WRONG_PRIMARY(RECONCILE, Evidence::wrongPrimary, Sentence::wrongPrimary),
    OPEN_SLOT(RECONCILE, view -> !view.orphans().isEmpty(), Sentence::openSlot),
    FOREIGN_CHANGE(RECONCILE, view -> !view.foreignSlots().isEmpty(), Sentence::foreignChange),
    REPLICA_DOWN(ALERT, Evidence::replicaDown, Sentence::replicaDown),
    SHARD_WITHOUT_REPLICA(ALERT, Evidence::withoutReplica, Sentence::withoutReplica);

    private final Action action;
    private final Predicate<ShardView> evidence;
    private final Function<ShardView, String> sentence;

    AnalysisCode(Action action, Predicate<ShardView> evidence, Function<ShardView, String> sentence) {
        this.action = action;
        this.evidence = evidence;
        this.sentence = sentence;
    }

    public Action action() {
        return action;
    }

    boolean holds(ShardView view) {
        return evidence.test(view);
    }

    String describe(ShardView view) {
        return sentence.apply(view);
    }
}
