package io.slotkeeper.coordinator.consensus;

import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.RecordCodec;
import io.slotkeeper.core.record.SlotMapRecord;
import java.io.File;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;

/**
 * Applies committed records, in order, on Ratis's updater thread, and tells the listener.
 *
 * <p>Per record: apply to the state, advance the watermark, tell the listener, complete the proposal.
 */
final class SlotMapStateMachine extends BaseStateMachine {
    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
    private final Watermark watermark;
    private final ConsensusLog.Listener listener;
    private final PendingProposals proposals;
    private final Object delivery = new Object();
    private volatile Supplier<Optional<Long>> ledTerm = Optional::empty;
    private volatile ClusterState state = ClusterState.initial();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private volatile boolean leading;
    private volatile boolean closing;
    private volatile Optional<String> leader = Optional.empty();

    SlotMapStateMachine(Watermark watermark, ConsensusLog.Listener listener, PendingProposals proposals) {
        this.watermark = watermark;
        this.listener = listener;
        this.proposals = proposals;
    }

    /** Where to read the term that this server leads now: the server that runs this machine exists only after it. */
    void readTermFrom(Supplier<Optional<Long>> source) {
        ledTerm = source;
    }

    ClusterState state() {
        return state;
    }

    boolean leading() {
        return leading;
    }

    Optional<String> leader() {
        return leader;
    }

    // --- life ----------------------------------------------------------------------------------------------------

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage) throws IOException {
        super.initialize(server, group, raftStorage);
        getLifeCycle().startAndTransition(() -> {
            storage.init(raftStorage);
            if (loadSnapshot()) {
                listener.stateReplaced(state);
            }
        });
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /** The leader has replaced the snapshot of a follower that was away for too long. */
    @Override
    public void reinitialize() throws IOException {
        if (loadSnapshot()) {
            synchronized (delivery) {
                listener.stateReplaced(state);
            }
        }
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
    }

    /** Whether there was one. */
    private boolean loadSnapshot() throws IOException {
        SingleFileSnapshotInfo snapshot = storage.loadLatestSnapshot();
        if (snapshot == null) {
            return false;
        }
        state = SnapshotFile.read(snapshot.getFile().getPath());
        setLastAppliedTermIndex(snapshot.getTermIndex());
        watermark.advance(snapshot.getIndex());
        return true;
    }

    @Override
    public SimpleStateMachineStorage getStateMachineStorage() {
        return storage;
    }

    @Override
    public long takeSnapshot() throws IOException {
        TermIndex last = getLastAppliedTermIndex();
        File file = storage.getSnapshotFile(last.getTerm(), last.getIndex());
        SnapshotFile.write(file.toPath(), state);
        MD5Hash digest = MD5FileUtil.computeAndSaveMd5ForFile(file);
        storage.updateLatestSnapshot(new SingleFileSnapshotInfo(new FileInfo(file.toPath(), digest), last));
        return last.getIndex();
    }

    // --- records -------------------------------------------------------------------------------------------------

    /** Called on the leader just before a record enters the log: from here on its outcome may be unknown. */
    @Override
    public TransactionContext startTransaction(RaftClientRequest request) throws IOException {
        proposals.enteredLog(request);
        return super.startTransaction(request);
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        SlotMapRecord record =
                RecordCodec.decode(entry.getStateMachineLogEntry().getLogData().toByteArray());
        ApplyOutcome outcome = record.applyTo(state);
        state = outcome.state();
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        watermark.advance(entry.getIndex());
        synchronized (delivery) {
            listener.applied(entry.getIndex(), record, outcome);
        }
        proposals.applied(transaction.getClientRequest(), outcome);
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    // --- failure -------------------------------------------------------------------------------------------------

    /** Completes with the cause when Ratis gave the log, or the whole server, up. */
    CompletableFuture<Throwable> failure() {
        return failure;
    }

    /** From the first failure to write on, Ratis refuses every entry, and yet leads on. */
    @Override
    public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
        failure.complete(cause);
    }

    /** Also called when this server is closed. */
    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean allServer) {
        if (!closing) {
            failure.complete(new IOException("its server has stopped"));
        }
    }

    /** Its server is about to be closed, which is no failure. */
    void closing() {
        closing = true;
    }

    // --- leadership ----------------------------------------------------------------------------------------------

    /** Called on the updater thread when the first entry of the new term was applied, so all earlier ones are. */
    @Override
    public void notifyLeaderReady() {
        synchronized (delivery) {
            // The leadership may be lost again by the time the first entry of its term is applied.
            ledTerm.get().ifPresent(term -> {
                leading = true;
                listener.leadershipGained(term, state);
            });
        }
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pendingEntries) {
        synchronized (delivery) {
            if (leading) {
                leading = false;
                listener.leadershipLost(leader);
            }
        }
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId newLeader) {
        synchronized (delivery) {
            leader = Optional.ofNullable(newLeader).map(RaftPeerId::toString);
            if (leading && !member.getPeerId().equals(newLeader)) {
                leading = false;
                listener.leadershipLost(leader);
            }
        }
    }
}
