package io.slotkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

class HashTagsTest {
    @Test
    void everySlotHasATagAndKeysLieInIt() {
        assertThat(IntStream.range(0, NativeCluster.SLOTS))
                .allMatch(slot -> HashTags.slotOf(HashTags.forSlot(slot)) == slot);
        Ack ack = new Ack("p:", 1, 2, 12_345, new HostAndPort("127.0.0.1", 1), new Ack.Times(0, 0, 0));
        assertThat(HashTags.slotOf(ack.key())).isEqualTo(12_345);
    }
}
