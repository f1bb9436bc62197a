package io.slotkeeper.coordinator.consensus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.server.RaftServer;

/** Who votes in the group, and how that is changed: one coordinator at a time, by a committed entry of the log. */
final class GroupMembers {
    private final ConsensusOptions options;
    private final RaftGroupId group;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    /** The voters. */
    record Voters(List<RaftPeer> peers) {
        Voters without(String id) {
            return new Voters(peers.stream().filter(peer -> !isNamed(peer, id)).toList());
        }

        Voters with(String id, String address) {
            List<RaftPeer> more = new ArrayList<>(without(id).peers);
            more.add(peer(id, address));
            return new Voters(more);
        }

        private static boolean isNamed(RaftPeer peer, String id) {
            return peer.getId().toString().equals(id);
        }
    }

    GroupMembers(ConsensusOptions options, RaftGroupId group) {
        this.options = options;
        this.group = group;
    }

    /** The group as the options list it. */
    RaftGroup all() {
        return RaftGroup.valueOf(group, configured().peers());
    }

    /** The group without anybody: this coordinator neither votes nor stands for election until a leader includes it. */
    RaftGroup nobody() {
        return RaftGroup.valueOf(group);
    }

    private Voters configured() {
        return new Voters(options.peers().entrySet().stream()
                .map(each -> peer(each.getKey(), each.getValue()))
                .toList());
    }

    private static RaftPeer peer(String id, String address) {
        return RaftPeer.newBuilder().setId(id).setAddress(address).build();
    }

    /** The voters by the log of this server. */
    Voters current(RaftServer server) {
        try {
            Collection<RaftPeer> peers = server.getDivision(group).getRaftConf().getCurrentPeers();
            return new Voters(List.copyOf(peers));
        } catch (IOException e) {
            throw failed("cannot read who votes", e);
        }
    }

    /** Commits a change; blocks. Nothing is done when it would change nothing. */
    void change(RaftServer server, Voters wanted) {
        if (addresses(wanted).equals(addresses(current(server)))) {
            return;
        }
        try {
            RaftClientReply reply = server.setConfiguration(new SetConfigurationRequest(
                    client,
                    server.getId(),
                    group,
                    calls.incrementAndGet(),
                    SetConfigurationRequest.Arguments.newBuilder()
                            .setServersInCurrentConf(current(server).peers())
                            .setServersInNewConf(wanted.peers())
                            .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                            .build()));
            if (!reply.isSuccess()) {
                throw failed("cannot change who votes", reply.getException());
            }
        } catch (IOException e) {
            throw failed("cannot change who votes", e);
        }
    }

    private static Map<String, String> addresses(Voters voters) {
        return voters.peers().stream()
                .collect(Collectors.toMap(peer -> peer.getId().toString(), RaftPeer::getAddress));
    }

    private static IllegalStateException failed(String what, Exception cause) {
        return new IllegalStateException(what + ": " + cause.getMessage(), cause);
    }
}
