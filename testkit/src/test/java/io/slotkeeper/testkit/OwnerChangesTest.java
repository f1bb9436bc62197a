package io.slotkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

/** Histories of one good primary after the other, and histories that must be caught. */
class OwnerChangesTest {
    private static final String[] NODES = {"a", "b", "c"};
    private long number;

    @Test
    void oneNodeAfterTheOtherIsOneChange() {
        assertThat(changes(write("a", 0, 1), write("a", 1, 2), write("b", 3, 4), write("b", 5, 6)))
                .isEqualTo(1);
        assertThat(changes()).isZero();
        assertThat(changes(write("a", 0, 1))).isZero();
    }

    /** The two may have taken effect in either order. */
    @Test
    void writesThatOverlapProveNothing() {
        assertThat(changes(write("a", 0, 10), write("b", 5, 15))).isZero();
        assertThat(changes(write("a", 0, 5), write("b", 5, 15))).isZero();
        assertThat(changes(write("a", 0, 5), write("b", 6, 15), write("a", 7, 20)))
                .isEqualTo(1);
    }

    @Test
    void aFormerPrimaryThatStillAcceptsIsCaught() {
        List<Ack> acks = List.of(write("a", 0, 1), write("b", 2, 3), write("a", 4, 5), write("b", 6, 7));
        OwnerChanges changes = OwnerChanges.of(acks);
        assertThat(changes.count()).isEqualTo(3);
        assertThat(changes.witnesses()).isEqualTo(acks);
    }

    /** A queued write that a resumed node accepts and never answers in time is no acknowledgement; one that it answers is. */
    @Test
    void oneLateWriteIsEnough() {
        assertThat(changes(write("a", 0, 1), write("b", 2, 3), write("b", 3, 9), write("a", 4, 5)))
                .isEqualTo(2);
    }

    @Test
    void timesMayBeNegativeAndWrapAround() {
        long end = Long.MAX_VALUE;
        assertThat(changes(write("a", end - 3, end - 1), write("b", end, end + 2), write("b", end + 3, end + 4)))
                .isEqualTo(1);
    }

    /** Whatever the pauses and overlaps of clients: as many turns as there were, never more. */
    @Property(tries = 200)
    void turnsAreNeverOvercounted(@ForAll @IntRange(min = 0, max = 8) int turns, @ForAll long seed) {
        Random random = new Random(seed);
        List<Ack> acks = new ArrayList<>();
        for (int turn = 0; turn <= turns; turn++) {
            for (int i = 0; i < 5; i++) {
                long effect = turn * 1_000L + i * 100L;
                acks.add(write(NODES[turn % 3], effect - random.nextInt(700), effect + random.nextInt(700)));
            }
        }
        Collections.shuffle(acks, random);
        assertThat(OwnerChanges.of(acks).count()).isLessThanOrEqualTo(turns);
    }

    /** Whenever nobody waits long, no turn is overlooked. */
    @Property(tries = 50)
    void turnsOfPromptWritesAreAllFound(@ForAll @IntRange(min = 0, max = 8) int turns) {
        List<Ack> acks = new ArrayList<>();
        for (int turn = 0; turn <= turns; turn++) {
            long begin = turn * 10L;
            acks.add(write(NODES[turn % 3], begin, begin + 5));
        }
        assertThat(OwnerChanges.of(acks).count()).isEqualTo(turns);
    }

    private static int changes(Ack... acks) {
        return OwnerChanges.of(List.of(acks)).count();
    }

    private Ack write(String node, long sent, long acked) {
        return new Ack("", 0, number++, 1, new HostAndPort(node, 1), new Ack.Times(sent, sent, acked));
    }
}
