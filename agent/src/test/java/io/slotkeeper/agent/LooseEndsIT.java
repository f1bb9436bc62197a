package io.slotkeeper.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.LooseEnds;
import io.slotkeeper.core.protocol.OpenSlot;
import io.slotkeeper.core.protocol.OpenSlot.Direction;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.slot.KeySlot;
import io.slotkeeper.core.slot.SlotRange;
import io.slotkeeper.core.slot.SlotSet;
import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.RedisProbe;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Open slots and nodes without connection, as real Redis processes tell them, and how an agent ends them. */
class LooseEndsIT {
    private static final int SLOT = KeySlot.of("foo");
    private static final SlotSet SLOTS = SlotSet.of(SlotRange.of(SLOT));

    static Stream<RedisBinary> binaries() {
        return Stream.concat(RedisBinary.onPath().stream(), Stream.of(RedisBinary.embedded()));
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void looseEndsAreToldAndTied(RedisBinary binary) {
        try (AgentHarness harness = formed(binary)) {
            RedisProbe source = new RedisProbe(harness.redis.addresses().get(0));
            RedisProbe target = new RedisProbe(harness.redis.addresses().get(1));
            NodeId sourceId = harness.id(0);
            NodeId targetId = harness.id(1);
            source.command("SET", "foo", "bar");
            target.command("CLUSTER", "SETSLOT", "" + SLOT, "IMPORTING", sourceId.hex());
            source.command("CLUSTER", "SETSLOT", "" + SLOT, "MIGRATING", targetId.hex());
            harness.awaitView(
                    0,
                    v -> v.looseEnds().openSlots().equals(List.of(new OpenSlot(SLOT, Direction.MIGRATING, targetId))));
            harness.awaitView(
                    1,
                    v -> v.looseEnds().openSlots().equals(List.of(new OpenSlot(SLOT, Direction.IMPORTING, sourceId))));

            source.command("MIGRATE", "127.0.0.1", "" + harness.redis.server(1).port(), "foo", "0", "2000");
            assertThat(harness.done(1, new Order.CountKeys(SLOTS)).offset()).isEqualTo(1);
            CommandReply kept = harness.order(1, new Order.CloseSlots(SLOTS));
            assertThat(kept.result()).isEqualTo(Result.FAILED);
            assertThat(kept.text()).contains("holds keys of slots that it does not own: " + SLOT);
            harness.awaitView(1, v -> v.looseEnds().openSlots().size() == 1);

            // A node that migrates a slot takes no keys of it.
            source.command("CLUSTER", "SETSLOT", "" + SLOT, "STABLE");
            target.command("MIGRATE", "127.0.0.1", "" + harness.redis.server(0).port(), "foo", "0", "2000");
            for (int node = 0; node < 2; node++) {
                harness.done(node, new Order.CloseSlots(SLOTS));
                harness.done(node, new Order.CloseSlots(SLOTS));
                harness.awaitView(node, v -> v.looseEnds().equals(LooseEnds.NONE));
            }
            assertThat(source.command("GET", "foo")).isEqualTo("bar");
            source.close();
            target.close();
            forgetsAndLoses(harness, sourceId, targetId);
        }
    }

    private static void forgetsAndLoses(AgentHarness harness, NodeId first, NodeId second) {
        harness.done(1, new Order.Forget(List.of(first, second)));
        assertThat(harness.view(1).knownNodes()).isEqualTo(2);

        CommandReply refused = harness.order(1, new Order.Forget(List.of(second)));
        assertThat(refused.result()).isEqualTo(Result.FAILED);
        assertThat(refused.text()).contains(first.abbreviated() + " (0-16383)");
        harness.done(0, new Order.Forget(List.of(first)));
        assertThat(harness.view(0).knownNodes()).isEqualTo(1);

        harness.redis.server(0).kill9();
        harness.awaitView(1, v -> v.looseEnds().lostPeers().equals(List.of(first)));
    }

    /** A primary with all slots, and another without. */
    private static AgentHarness formed(RedisBinary binary) {
        AgentHarness harness = AgentHarness.of(binary, 2);
        harness.awaitView(0, view -> true);
        harness.awaitView(1, view -> true);
        harness.done(0, new Order.AssignSlots(SlotSet.all(), 1));
        harness.done(1, new Order.Meet(List.of(harness.endpoint(0), harness.endpoint(1))));
        harness.awaitView(0, view -> view.knownNodes() == 2 && view.clusterOk());
        harness.awaitView(1, view -> view.knownNodes() == 2 && view.clusterOk());
        harness.awaitView(1, view -> view.viewDigest() == harness.view(0).viewDigest());
        return harness;
    }
}
