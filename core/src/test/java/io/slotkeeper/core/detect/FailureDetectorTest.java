package io.slotkeeper.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.detect.FailureDetector.Hearing;
import io.slotkeeper.core.fixture.Samples;
import io.slotkeeper.core.protocol.ProcessState;
import org.junit.jupiter.api.Test;

class FailureDetectorTest {
    private final FailureDetector detector = new FailureDetector(new DetectionSettings(1000, 10_000));

    @Test
    void agentIsAliveUntilItWasSilentForLongerThanSilenceAfter() {
        hear("i1", 1, 0);

        assertThat(detector.isAlive("a1", at(1000))).isTrue();
        assertThat(detector.isLost("a1", 0, at(1000))).isFalse();
        assertThat(detector.isAlive("a1", at(1001))).isFalse();
        assertThat(detector.isLost("a1", 0, at(1001))).isTrue();
    }

    @Test
    void agentThatWasNeverHeardIsLostAfterTheGraceOnly() {
        assertThat(detector.isAlive("a1", at(0))).isFalse();
        assertThat(detector.isLost("a1", at(500).nanos(), at(10_500))).isFalse();
        assertThat(detector.isLost("a1", at(500).nanos(), at(10_501))).isTrue();
    }

    @Test
    void departedAgentIsLostAtOnceAndItsNextReportRevokesThat() {
        hear("i1", 1, 0);
        detector.departed("a1");
        assertThat(detector.isLost("a1", 0, at(1))).isTrue();

        assertThat(hear("i1", 2, 2)).isEqualTo(Hearing.ACCEPTED);
        assertThat(detector.isAlive("a1", at(3))).isTrue();
    }

    @Test
    void olderReportsAreIgnored() {
        hear("i1", 5, 0);

        assertThat(hear("i1", 5, 10)).isEqualTo(Hearing.IGNORED);
        assertThat(hear("i1", 4, 10)).isEqualTo(Hearing.IGNORED);
        assertThat(detector.session("a1").orElseThrow().heardNanos()).isZero();
    }

    @Test
    void secondProcessIsAnImpostorOnceTheFirstHasSpokenAgain() {
        hear("i1", 1, 0);
        assertThat(hear("i2", 1, 50)).isEqualTo(Hearing.IGNORED);
        hear("i1", 2, 100);

        assertThat(hear("i2", 2, 150)).isEqualTo(Hearing.IMPOSTOR);
        assertThat(detector.session("a1").orElseThrow().report().identity().instance())
                .isEqualTo("i1");
    }

    @Test
    void restartedAgentTakesItsNameOverAfterTheSilence() {
        hear("i1", 100, 0);

        assertThat(hear("i2", 1, 400)).isEqualTo(Hearing.IGNORED);
        assertThat(hear("i2", 2, 401)).isEqualTo(Hearing.ACCEPTED);
        assertThat(hear("i2", 3, 410)).isEqualTo(Hearing.ACCEPTED);
    }

    @Test
    void restartedAgentTakesItsNameOverAtOnceWhenTheFormerDeparted() {
        hear("i1", 100, 0);
        detector.departed("a1");

        assertThat(hear("i2", 1, 1)).isEqualTo(Hearing.ACCEPTED);
    }

    @Test
    void forgottenAgentIsAsIfNeverHeard() {
        hear("i1", 1, 0);
        detector.forget("a1");

        assertThat(detector.session("a1")).isEmpty();
        assertThat(hear("i2", 1, 1)).isEqualTo(Hearing.ACCEPTED);
    }

    private Hearing hear(String instance, long sequence, long millis) {
        return detector.heard(
                Samples.report(1, instance, sequence, ProcessState.UP, Samples.primaryView(1)), at(millis));
    }

    private static Moment at(long millis) {
        return new Moment(millis * 1_000_000, 0);
    }
}
