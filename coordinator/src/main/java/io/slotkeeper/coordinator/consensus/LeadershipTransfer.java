package io.slotkeeper.coordinator.consensus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the leadership to the follower that answered last, so that a planned stop costs no election timeout. The other
 * must have the whole log: an attempt fails when a record is committed meanwhile, and is repeated. Stateless; blocks.
 */
final class LeadershipTransfer {
    private static final Logger LOG = LoggerFactory.getLogger(LeadershipTransfer.class);
    private static final long ATTEMPT_MILLIS = 500;
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** A follower that has been silent for longer is not asked to lead. */
    private static final long SILENT_MILLIS = 1_000;

    private final RaftServer server;
    private final RaftGroupId group;
    private final ClientId client = ClientId.randomId();
    private long call;

    private LeadershipTransfer(RaftServer server, RaftGroupId group) {
        this.server = server;
        this.group = group;
    }

    /** The new leader; empty when there was nothing to hand over, nobody to take it, or no time. */
    static Optional<String> run(RaftServer server, RaftGroupId group) {
        return new LeadershipTransfer(server, group).handOver();
    }

    /** Whether this leader and the followers that answered lately are a majority. */
    static boolean hearsMajority(RaftServer server, RaftGroupId group) {
        try {
            List<ServerRpcProto> followers = server.getDivision(group)
                    .getInfo()
                    .getRoleInfoProto()
                    .getLeaderInfo()
                    .getFollowerInfoList();
            long heard =
                    1 + followers.stream().filter(LeadershipTransfer::answers).count();
            return 2 * heard > 1 + followers.size();
        } catch (IOException e) {
            throw new UncheckedIOException("the consensus log has lost its group " + group, e);
        }
    }

    /** Ratis itself looks for its majority only when it has nothing else to do. */
    static void resign(RaftServer server, RaftGroupId group) {
        LeadershipTransfer self = new LeadershipTransfer(server, group);
        try {
            // Its end is told by notifyNotLeader.
            var unused = server.transferLeadershipAsync(self.request(null));
        } catch (IOException e) {
            LOG.warn("{} could not give up the leadership.", server.getId(), e);
        }
    }

    private Optional<String> handOver() {
        long deadline = System.nanoTime() + WITHIN_NANOS;
        try {
            Optional<RaftPeerId> heir = heir();
            while (heir.isPresent() && System.nanoTime() - deadline < 0) {
                if (attempt(heir.get())) {
                    LOG.info("{} has handed the leadership to {}.", server.getId(), heir.get());
                    return heir.map(RaftPeerId::toString);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                heir = heir();
            }
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} could not hand over the leadership; the others will elect a leader.", server.getId(), e);
            return Optional.empty();
        }
    }

    private boolean attempt(RaftPeerId heir) throws IOException {
        RaftClientReply reply = server.transferLeadership(request(heir));
        if (!reply.isSuccess()) {
            LOG.debug("{} did not take the leadership over", heir, reply.getException());
        }
        return reply.isSuccess();
    }

    /** To an heir, or to nobody when that is null. */
    private TransferLeadershipRequest request(RaftPeerId heir) {
        return new TransferLeadershipRequest(client, server.getId(), group, ++call, heir, ATTEMPT_MILLIS);
    }

    private static boolean answers(ServerRpcProto follower) {
        return follower.getLastRpcElapsedTimeMs() < SILENT_MILLIS;
    }

    /** Whom to hand over to; empty on a follower. */
    private Optional<RaftPeerId> heir() throws IOException {
        RoleInfoProto role = server.getDivision(group).getInfo().getRoleInfoProto();
        return role.getLeaderInfo().getFollowerInfoList().stream()
                .filter(LeadershipTransfer::answers)
                .min(Comparator.comparingLong(ServerRpcProto::getLastRpcElapsedTimeMs))
                .map(follower -> RaftPeerId.valueOf(follower.getId().getId()));
    }
}
