package io.slotkeeper.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.core.protocol.ProcessState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Times are milliseconds; hang-after is 1000, busy-after 15000. */
class HangVerdictTest {
    private final HangVerdict verdict = new HangVerdict(1_000_000_000L, 15_000_000_000L);

    @Test
    void stoppedProcessHangs() {
        sample('T', 50, 400);
        sample('T', 50, 900);
        assertThat(judge(1000, 1000)).isEqualTo(ProcessState.HUNG);
    }

    @Test
    void processThatWasStoppedAMomentAgoIsGivenTime() {
        sample('R', 50, 400);
        sample('T', 60, 900);
        assertThat(judge(1000, 1000)).isEqualTo(ProcessState.BUSY);
        sample('T', 60, 1300);
        assertThat(judge(1400, 1400)).isEqualTo(ProcessState.HUNG);
    }

    @Test
    void waitingForADeviceWithProgressIsNoHang() {
        sample('D', 50, 400);
        sample('D', 51, 900);
        assertThat(judge(1000, 1000)).isEqualTo(ProcessState.BUSY);
    }

    @Test
    void runningOrSleepingProcessIsBusyUntilBusyAfter() {
        sample('R', 50, 400);
        assertThat(judge(14_999, 15_000)).isEqualTo(ProcessState.BUSY);
        sample('S', 50, 500);
        assertThat(judge(14_999, 15_000)).isEqualTo(ProcessState.BUSY);
        assertThat(judge(15_000, 15_000)).isEqualTo(ProcessState.HUNG);
    }

    @Test
    void processThatNobodySeesIsSilent() {
        verdict.sample(Optional.empty(), 400);
        assertThat(judge(1000, 1000)).isEqualTo(ProcessState.SILENT);
        assertThat(judge(15_000, 15_000)).isEqualTo(ProcessState.HUNG);
    }

    @Test
    void parsesTheLineOfTheKernelWhateverTheName() {
        String line = "4711 (redis) x (y) T 1 2 3 4 5 6 7 8 9 10 120 30 0 0 20 0 5 0 987654 1 2";

        assertThat(ProcessStat.parse(line)).contains(new ProcessStat('T', 150, 987_654));
        assertThat(ProcessStat.parse("nonsense")).isEmpty();
        assertThat(ProcessStat.parse("1 (a) S 1 2")).isEmpty();
    }

    private void sample(char state, long ticks, long millis) {
        verdict.sample(Optional.of(new ProcessStat(state, ticks, 1)), millis * 1_000_000);
    }

    private ProcessState judge(long silentMillis, long nowMillis) {
        return verdict.judge(silentMillis * 1_000_000, nowMillis * 1_000_000);
    }
}
