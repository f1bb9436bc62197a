package io.slotkeeper.coordinator.consensus;

import io.slotkeeper.coordinator.consensus.PendingProposals.Proposal;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.RecordCodec;
import io.slotkeeper.core.record.SlotMapRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** The consensus log on Apache Ratis, for a group of one as for a group of three. */
public final class RatisConsensusLog implements ConsensusLog {
    private final RaftServer server;
    private final RaftPeerId self;
    private final RaftGroupId group;
    private final SlotMapStateMachine machine;
    private final CompletableFuture<Throwable> failure;
    private final PendingProposals proposals;
    private final DataDirectory directory;
    private final GroupMembers members;
    /** What the leader had committed when it was first heard; -1 until then. */
    private volatile long catchUpGoal = -1;

    private RatisConsensusLog(
            ConsensusOptions options, DataDirectory directory, Listener listener, ConsensusTuning tuning)
            throws IOException {
        this.directory = directory;
        this.self = RaftPeerId.valueOf(options.id());
        this.group = RaftGroupId.valueOf(options.groupId(directory.group()));
        this.members = new GroupMembers(options, group);
        this.proposals = new PendingProposals(tuning.proposeTimeoutMillis());
        this.machine = new SlotMapStateMachine(directory.watermark(), listener, proposals);
        this.failure = machine.failure().whenComplete((cause, none) -> directory.makeRoom());
        this.server = RaftServer.newBuilder()
                .setServerId(self)
                .setGroup(directory.replacing() ? members.nobody() : members.all())
                .setStateMachine(machine)
                .setOption(directory.isNew() ? StartupOption.FORMAT : StartupOption.RECOVER)
                .setProperties(RatisProperties.of(options, directory.storage(), tuning))
                .build();
        machine.readTermFrom(this::ledTerm);
    }

    /** The term in which this server leads; empty when it does not. */
    private Optional<Long> ledTerm() {
        try {
            var info = server.getDivision(group).getInfo();
            long term = info.getCurrentTerm();
            return info.isLeader() && info.getCurrentTerm() == term ? Optional.of(term) : Optional.empty();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private UncheckedIOException lost(IOException cause) {
        return new UncheckedIOException("the consensus log of " + self + " has lost its group " + group, cause);
    }

    /**
     * Opens or creates the log and starts to take part. Returns at once; the work is done on a thread of its own.
     *
     * @return completes on that thread. Fails with {@link DataDirectoryException} when the data directory is damaged,
     *     foreign, locked or not accessible, with the exception of the admission, and with {@link UncheckedIOException} when the port cannot be bound
     */
    public static Future<ConsensusLog> start(ConsensusOptions options, Admission admission, Listener listener) {
        Promise<ConsensusLog> promise = Promise.promise();
        Thread thread = new Thread(
                () -> {
                    try {
                        promise.complete(open(options, admission, listener, ConsensusTuning.DEFAULT));
                    } catch (RuntimeException e) {
                        promise.fail(e);
                    }
                },
                "open-log-" + options.id());
        thread.start();
        return promise.future();
    }

    /** As {@link #start}, on the calling thread. */
    static RatisConsensusLog open(
            ConsensusOptions options, Admission admission, Listener listener, ConsensusTuning tuning) {
        DataDirectory directory = DataDirectory.open(options, admission);
        RatisConsensusLog log = null;
        try {
            requireFreePort(options);
            log = new RatisConsensusLog(options, directory, listener, tuning);
            log.server.start();
            return log;
        } catch (IOException e) {
            throw notStarted(options, e);
        } catch (CompletionException e) {
            throw notStarted(options, new IOException(e.getCause()));
        } finally {
            if (log == null) {
                directory.close();
            } else if (!log.server.getLifeCycleState().isRunning()) {
                log.close();
            }
        }
    }

    /** Ratis would end the whole process when it cannot bind its port. */
    private static void requireFreePort(ConsensusOptions options) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(options.host(), options.port()));
        }
    }

    private static UncheckedIOException notStarted(ConsensusOptions options, IOException cause) {
        return new UncheckedIOException(
                "cannot start the consensus log of " + options.id() + " on " + options.host() + ":" + options.port()
                        + " (" + cause.getMessage() + "); if the port is taken, choose another with --raft-port",
                cause);
    }

    @Override
    public CompletionStage<ApplyOutcome> propose(SlotMapRecord record) {
        Proposal proposal = proposals.begin();
        try {
            // The outcome goes to the proposal; nothing is left in the returned future.
            var unused = server.submitClientRequestAsync(requestFor(proposal, record))
                    .whenComplete((reply, error) -> settle(proposal, reply, error));
        } catch (IOException e) {
            proposals.failed(proposal, e, leader());
        }
        return proposal.outcome().minimalCompletionStage();
    }

    /** Success was already told from the apply path; only failures are news here. */
    private void settle(Proposal proposal, RaftClientReply reply, Throwable error) {
        if (error != null) {
            proposals.failed(proposal, error, leader());
        } else if (!reply.isSuccess()) {
            proposals.failed(proposal, reply.getException(), leader());
        }
    }

    private RaftClientRequest requestFor(Proposal proposal, SlotMapRecord record) {
        return RaftClientRequest.newBuilder()
                .setClientId(proposals.client())
                .setServerId(self)
                .setGroupId(group)
                .setCallId(proposal.call())
                .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(RecordCodec.encode(record))))
                .setType(RaftClientRequest.writeRequestType())
                .build();
    }

    @Override
    public ClusterState state() {
        return machine.state();
    }

    @Override
    public boolean isLeader() {
        return machine.leading();
    }

    @Override
    public long term() {
        try {
            return server.getDivision(group).getInfo().getCurrentTerm();
        } catch (IOException e) {
            throw new UncheckedIOException("the consensus log of " + self + " has lost its group " + group, e);
        }
    }

    @Override
    public Optional<String> leader() {
        return machine.leader();
    }

    @Override
    public boolean caughtUp() {
        try {
            RaftServer.Division division = server.getDivision(group);
            if (catchUpGoal < 0) {
                String following = leader().orElse("");
                division.getCommitInfos().stream()
                        .filter(info -> info.getServer().getId().toStringUtf8().equals(following))
                        .findFirst()
                        .ifPresent(info -> catchUpGoal = info.getCommitIndex());
            }
            long applied = division.getInfo().getLastAppliedIndex();
            return isLeader() || (catchUpGoal >= 0 && catchUpGoal <= applied);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    public void expel(String id) {
        members.change(server, members.current(server).without(id));
    }

    @Override
    public void include(String id, String address) {
        members.change(server, members.current(server).with(id, address));
    }

    @Override
    public boolean replacing() {
        return directory.replacing();
    }

    @Override
    public void replaced() {
        try {
            directory.replaced();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the manifest of " + self, e);
        }
    }

    @Override
    public Optional<String> handOver() {
        return LeadershipTransfer.run(server, group);
    }

    @Override
    public CompletionStage<String> failed() {
        return failure.thenApply(cause -> "its Raft log in " + directory.storage() + " cannot be written any more ("
                + rootOf(cause).getMessage()
                + "), so it can neither vote nor decide. Make room there or repair the disk,"
                + " then start it again; a majority of the others goes on without it");
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    @Override
    public boolean isIsolated() {
        return machine.leading() && !LeadershipTransfer.hearsMajority(server, group);
    }

    @Override
    public void resign() {
        LeadershipTransfer.resign(server, group);
    }

    @Override
    public void close() {
        machine.closing();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the consensus log of " + self, e);
        } finally {
            proposals.close();
            directory.close();
        }
    }
}
