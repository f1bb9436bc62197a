package io.slotkeeper.coordinator.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.coordinator.consensus.Admission.Standing;
import io.slotkeeper.coordinator.group.AdmissionRules.Step;
import io.slotkeeper.coordinator.group.AdmissionRules.Verdict;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of the table in {@link AdmissionRules}, and what must not match it. */
class AdmissionRulesTest {
    private static final TreeMap<String, String> PEERS =
            new TreeMap<>(Map.of("c1", "h1:6701", "c2", "h2:6701", "c3", "h3:6701"));

    /** {@code -} is a coordinator that does not answer. */
    @ParameterizedTest
    @CsvSource({
        // self, its standing, replace, the other two, then
        "c1, MEMBER, false, -, -, ADMIT",
        "c1, MEMBER, false, EMPTY, MEMBER, ADMIT",
        "c1, EMPTY, false, -, -, WAIT",
        "c1, EMPTY, false, EMPTY, -, WAIT",
        "c1, EMPTY, false, EMPTY, EMPTY, ENTER",
        "c2, EMPTY, false, EMPTY, EMPTY, WAIT",
        "c2, EMPTY, false, READY, EMPTY, ENTER",
        "c2, EMPTY, false, READY, -, WAIT",
        "c3, EMPTY, false, READY, READY, ENTER",
        "c1, EMPTY, false, MEMBER, MEMBER, REFUSE",
        "c1, EMPTY, false, MEMBER, -, REFUSE",
        "c1, EMPTY, true, MEMBER, MEMBER, REPLACE",
        "c1, EMPTY, true, -, -, WAIT",
        "c1, REPLACING, true, MEMBER, MEMBER, ADMIT",
        "c1, REPLACING, false, MEMBER, -, ADMIT",
        "c1, REPLACING, false, -, -, WAIT",
        "c1, READY, false, EMPTY, READY, WAIT",
        "c1, READY, false, -, READY, WAIT",
        "c1, READY, false, READY, READY, ADMIT",
        "c1, READY, false, MEMBER, MEMBER, ADMIT",
    })
    void theTable(String id, Standing standing, boolean replace, String second, String third, Step step) {
        Map<String, Introduction> others = new TreeMap<>();
        String[] rest = PEERS.keySet().stream().filter(each -> !each.equals(id)).toArray(String[]::new);
        add(others, rest[0], second);
        add(others, rest[1], third);
        assertThat(AdmissionRules.judge(of(id, standing), replace, others).step())
                .isEqualTo(step);
    }

    private static void add(Map<String, Introduction> others, String id, String standing) {
        if (!standing.equals("-")) {
            others.put(id, of(id, Standing.valueOf(standing)));
        }
    }

    private static Introduction of(String id, Standing standing) {
        return new Introduction(id, Introduction.PROTOCOL, PEERS, standing, standing == Standing.EMPTY ? "" : "g", "");
    }

    @Test
    void whoWaitsSaysForWhom() {
        Verdict verdict = AdmissionRules.judge(of("c1", Standing.EMPTY), false, Map.of("c2", of("c2", Standing.EMPTY)));
        assertThat(verdict.text()).contains("c3 (h3:6701)").doesNotContain("c2 (");
    }

    @Test
    void whoEntersTakesTheGroupOfTheFirst() {
        Map<String, Introduction> others = Map.of("c1", of("c1", Standing.READY), "c3", of("c3", Standing.EMPTY));
        assertThat(AdmissionRules.judge(of("c2", Standing.EMPTY), false, others).group())
                .contains("g");
    }

    @Test
    void aGroupThatExistsIsNotEnteredWithALostDisk() {
        Verdict verdict =
                AdmissionRules.judge(of("c2", Standing.EMPTY), false, Map.of("c1", of("c1", Standing.MEMBER)));
        assertThat(verdict.text()).contains("--replace").contains("--data-dir").contains("c1");
    }

    @Test
    void anotherListOfPeersIsRefused() {
        TreeMap<String, String> two = new TreeMap<>(PEERS);
        two.put("c3", "elsewhere:6701");
        Introduction other = new Introduction("c2", Introduction.PROTOCOL, two, Standing.MEMBER, "g", "");
        for (Standing standing : Arrays.asList(Standing.EMPTY, Standing.MEMBER)) {
            Verdict verdict = AdmissionRules.judge(of("c1", standing), false, Map.of("c2", other));
            assertThat(verdict.step()).isEqualTo(Step.REFUSE);
            assertThat(verdict.text())
                    .contains("c3=elsewhere:6701")
                    .contains("c3=h3:6701")
                    .contains("must list the same");
        }
    }

    @Test
    void anotherProtocolIsRefused() {
        Introduction other = new Introduction("c2", Introduction.PROTOCOL + 1, PEERS, Standing.MEMBER, "g", "");
        Verdict verdict = AdmissionRules.judge(of("c1", Standing.MEMBER), false, Map.of("c2", other));
        assertThat(verdict.step()).isEqualTo(Step.REFUSE);
        assertThat(verdict.text()).contains("protocol 2").contains("run coordinators of one release");
    }

    @Test
    void theDirectoryOfAnotherClusterIsRefused() {
        Introduction other = new Introduction("c2", Introduction.PROTOCOL, PEERS, Standing.MEMBER, "h", "");
        Verdict verdict = AdmissionRules.judge(of("c1", Standing.MEMBER), false, Map.of("c2", other));
        assertThat(verdict.step()).isEqualTo(Step.REFUSE);
        assertThat(verdict.text()).contains("of another cluster");
    }

    @Test
    void anIntroductionSurvivesItsEncoding() {
        Introduction introduction = new Introduction("c2", 1, PEERS, Standing.READY, "g", "c1");
        assertThat(Introduction.of(introduction.toJson())).contains(introduction);
        assertThat(Introduction.of(new JsonObject().put("id", "c2"))).isEmpty();
        assertThat(Introduction.of(introduction.toJson().put("standing", "LATER")))
                .isEmpty();
    }
}
