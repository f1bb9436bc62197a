package io.slotkeeper.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Replies of Redis 7.0.15 and 6.2.6 to INFO replication. */
class InfoReplyTest {
    private static final String REPLICA = """
            # Replication\r
            role:slave\r
            master_host:127.0.0.1\r
            master_port:26300\r
            master_link_status:%s\r
            master_sync_in_progress:%d\r
            slave_read_repl_offset:140\r
            slave_repl_offset:126\r
            %s\r
            master_replid:6b54541744d73b71e6d438c8ba23bb7d503e6747\r
            master_repl_offset:126\r
            """;

    private static InfoReply replica(String link, int syncing, String down) {
        return InfoReply.parse(REPLICA.formatted(link, syncing, down));
    }

    @Test
    void primaryHasItsOwnOffsetAndNoLink() {
        InfoReply primary = InfoReply.parse("""
                # Replication
                role:master
                connected_slaves:1
                slave0:ip=127.0.0.1,port=26301,state=online,offset=0,lag=1
                master_repl_offset:77
                """);
        assertThat(primary.isPrimary()).isTrue();
        assertThat(primary.offset()).isEqualTo(77);
        assertThat(primary.linkUp()).isFalse();
        assertThat(primary.synced()).isFalse();
    }

    @Test
    void replicaInSync() {
        InfoReply reply = replica("up", 0, "slave_priority:100");
        assertThat(reply.linkUp()).isTrue();
        assertThat(reply.synced()).isTrue();
        assertThat(reply.offset()).isEqualTo(126);
    }

    @Test
    void replicaThatLostItsPrimaryStaysSynced() {
        assertThat(replica("down", 0, "master_link_down_since_seconds:0").synced())
                .isTrue();
        assertThat(replica("down", 0, "master_link_down_since_seconds:120").synced())
                .isTrue();
    }

    @Test
    void replicaThatNeverSyncedIsNotSynced() {
        assertThat(replica("down", 0, "master_link_down_since_seconds:-1").synced())
                .isFalse();
        assertThat(replica("down", 0, "master_link_down_since_seconds:1795311045")
                        .synced())
                .isFalse();
    }

    @Test
    void replicaThatIsSyncingIsNotSynced() {
        assertThat(replica("down", 1, "master_link_down_since_seconds:3").synced())
                .isFalse();
    }

    @Test
    void missingAndMalformedNumbersHaveADefault() {
        assertThat(InfoReply.parse("a:x\nb\n:c\n#d:1").number("a", 7)).isEqualTo(7);
        assertThat(InfoReply.parse("").has("role")).isFalse();
    }
}
