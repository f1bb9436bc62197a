package io.slotkeeper.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.plan.FailureReport.Domain;
import io.slotkeeper.core.plan.FailureReport.Effect;
import io.slotkeeper.core.plan.FailureReport.Loss;
import io.slotkeeper.core.slot.SlotSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureReportTest {

    @Test
    void eachZoneAndHostIsLostOnPaper() {
        SlotMap map = SlotMap.of(
                1,
                List.of(
                        shard("s1", "0-5000", node(1, "h1", "a"), node(2, "h2", "b")),
                        shard("s2", "5001-9000", node(3, "h1", "a"), node(4, "h3", "a")),
                        shard("s3", "9001-16383", node(5, "h3", "a"), node(6, "h4", ""), node(7, "h1", "a"))),
                List.of());
        FailureReport report = FailureReport.of(map);

        assertThat(report.losses())
                .extracting(loss -> loss.domain() + " " + loss.name())
                .containsExactly("ZONE a", "ZONE b", "HOST h1", "HOST h2", "HOST h3", "HOST h4");
        assertThat(effects(report, Domain.ZONE, "a"))
                .containsExactly(Effect.FAILS_OVER, Effect.LOST, Effect.FAILS_OVER);
        assertThat(effects(report, Domain.ZONE, "b"))
                .containsExactly(Effect.LOSES_REPLICAS, Effect.UNTOUCHED, Effect.UNTOUCHED);
        assertThat(effects(report, Domain.HOST, "h1"))
                .containsExactly(Effect.FAILS_OVER, Effect.FAILS_OVER, Effect.LOSES_REPLICAS);
        assertThat(loss(report, Domain.ZONE, "a").isSurvived()).isFalse();
        assertThat(loss(report, Domain.HOST, "h1").isSurvived()).isTrue();
        assertThat(loss(report, Domain.HOST, "h1").shards().get(2).left())
                .extracting(Node::agent)
                .containsExactly("a5", "a6");
    }

    @Test
    void noShardsNoLosses() {
        assertThat(FailureReport.of(SlotMap.empty()).losses()).isEmpty();
    }

    private static Loss loss(FailureReport report, Domain domain, String name) {
        return report.losses().stream()
                .filter(loss -> loss.domain() == domain && loss.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Effect> effects(FailureReport report, Domain domain, String name) {
        return loss(report, domain, name).shards().stream()
                .map(FailureReport.Impact::effect)
                .toList();
    }

    private static Shard shard(String id, String slots, Node primary, Node... replicas) {
        return new Shard(id, 1, SlotSet.parse(slots), ShardState.ACTIVE, primary, List.of(replicas));
    }

    private static Node node(int number, String host, String zone) {
        return new Node(Samples.id(number), host, 6000 + number, 16000 + number, zone, "a" + number);
    }
}
