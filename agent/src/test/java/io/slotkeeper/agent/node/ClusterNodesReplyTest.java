package io.slotkeeper.agent.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.LooseEnds;
import io.slotkeeper.core.protocol.OpenSlot;
import io.slotkeeper.core.protocol.OpenSlot.Direction;
import io.slotkeeper.core.slot.SlotSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies of Redis 7.0.15 and 6.2.6. */
class ClusterNodesReplyTest {
    private static final String MIGRATING_7 = """
            29c44641dff39ede59ad1a1673b694364b86d6dc 127.0.0.1:26194@36194,node-a.example myself,master - 0 0 1 connected 0-100 200 [5->-b3cb537d7ebee78a79730ce2999ca5562da7e6c6]
            b3cb537d7ebee78a79730ce2999ca5562da7e6c6 127.0.0.1:26195@36195 master - 0 1795311039441 0 connected
            """;
    private static final String IMPORTING_7 = """
            29c44641dff39ede59ad1a1673b694364b86d6dc 127.0.0.1:26194@36194,node-a.example master - 0 1795311039441 1 connected 0-100 200
            b3cb537d7ebee78a79730ce2999ca5562da7e6c6 127.0.0.1:26195@36195 myself,master - 0 0 0 connected [6-<-29c44641dff39ede59ad1a1673b694364b86d6dc]
            """;
    private static final String HANDSHAKE_62 = """
            2674db677f5e029dccbb758d64531f9cad9e21d7 127.0.0.1:26301@36301 handshake - 0 0 0 disconnected
            193b3f140399b86e981003af75a21b70158940a1 :26300@36300 myself,master - 0 0 0 connected 0-100 200
            """;
    private static final String REPLICA_62 = """
            a72dd260067b52263ef543c6852186a6abd2313b 127.0.0.1:26301@36301 myself,slave 193b3f140399b86e981003af75a21b70158940a1 0 0 1 connected
            193b3f140399b86e981003af75a21b70158940a1 127.0.0.1:26300@36300 master,fail? - 1795311045575 1795311048587 1 connected 0-100 200
            """;

    @Test
    void openMigrationsAreNotOwnership() {
        ClusterNodesReply source = ClusterNodesReply.parse(MIGRATING_7);
        ClusterNodesReply target = ClusterNodesReply.parse(IMPORTING_7);
        assertThat(source.myself().slots()).isEqualTo(SlotSet.parse("0-100,200"));
        assertThat(target.myself().slots().isEmpty()).isTrue();
        assertThat(source.digest()).isEqualTo(target.digest()).isNotZero();
        assertThat(source.looseEnds().openSlots())
                .containsExactly(
                        new OpenSlot(5, Direction.MIGRATING, new NodeId("b3cb537d7ebee78a79730ce2999ca5562da7e6c6")));
        assertThat(target.looseEnds().openSlots())
                .containsExactly(
                        new OpenSlot(6, Direction.IMPORTING, new NodeId("29c44641dff39ede59ad1a1673b694364b86d6dc")));
    }

    @Test
    void peersWithoutConnectionAreLost() {
        String lost = REPLICA_62.replace("1 connected 0-100", "1 disconnected 0-100");
        assertThat(ClusterNodesReply.parse(REPLICA_62).looseEnds()).isEqualTo(LooseEnds.NONE);
        assertThat(ClusterNodesReply.parse(lost).looseEnds().lostPeers())
                .containsExactly(new NodeId("193b3f140399b86e981003af75a21b70158940a1"));
        assertThat(ClusterNodesReply.parse(HANDSHAKE_62).looseEnds()).isEqualTo(LooseEnds.NONE);
    }

    @Test
    void readsAddressWithHostname() {
        ClusterNodeLine self = ClusterNodesReply.parse(MIGRATING_7).myself();
        assertThat(self.host()).isEqualTo("127.0.0.1");
        assertThat(self.port()).isEqualTo(26_194);
        assertThat(self.busPort()).isEqualTo(36_194);
        assertThat(self.configEpoch()).isEqualTo(1);
    }

    @Test
    void nodesInHandshakeAreNotKnownYet() {
        ClusterNodesReply reply = ClusterNodesReply.parse(HANDSHAKE_62);
        assertThat(reply.lines()).hasSize(2);
        assertThat(reply.knownNodes()).isEqualTo(1);
        assertThat(reply.myself().host()).isEmpty();
    }

    @Test
    void replicaNamesItsPrimaryAndFailureDoesNotChangeTheDigest() {
        ClusterNodesReply reply = ClusterNodesReply.parse(REPLICA_62);
        NodeId primary = new NodeId("193b3f140399b86e981003af75a21b70158940a1");
        assertThat(reply.myself().primary()).contains(primary);
        assertThat(reply.knownNodes()).isEqualTo(2);
        assertThat(reply.digest())
                .isEqualTo(ClusterNodesReply.parse(REPLICA_62.replace("fail?", "fail"))
                        .digest());
        assertThat(reply.node(primary).orElseThrow().slots().size()).isEqualTo(102);
    }

    @Test
    void readsIpv6AndMissingBusPort() {
        String id = "193b3f140399b86e981003af75a21b70158940a1";
        assertThat(ClusterNodesReply.parse(id + " ::1:7000@17000 myself,master - 0 0 1 connected")
                        .myself()
                        .host())
                .isEqualTo("::1");
        assertThat(ClusterNodesReply.parse(id + " 10.0.0.1:7000 myself,master - 0 0 1 connected 7")
                        .myself()
                        .busPort())
                .isZero();
    }

    @Test
    void refusesOtherTexts() {
        assertThatThrownBy(() -> ClusterNodesReply.parse("HTTP/1.1 400 Bad Request"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClusterNodesReply.parse("")).hasMessageContaining("does not list");
    }

    @ParameterizedTest
    @CsvSource({"7.0.15,7,0,true", "6.2.6,6,2,true", "6.0.16,6,2,false", "5.0.3,6,2,false", "8.0.0-rc1,7,4,true"})
    void comparesVersions(String version, int major, int minor, boolean expected) {
        assertThat(ServerVersion.parse(version).atLeast(major, minor)).isEqualTo(expected);
    }
}
