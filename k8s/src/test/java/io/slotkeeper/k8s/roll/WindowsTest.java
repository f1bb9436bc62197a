package io.slotkeeper.k8s.roll;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.k8s.api.MaintenanceWindow;
import io.slotkeeper.k8s.api.MaintenanceWindow.Day;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
    /** From Wednesday 23:00 for two hours. */
    private static final List<MaintenanceWindow> WEDNESDAY_NIGHT =
            List.of(new MaintenanceWindow(List.of(Day.Wed), "23:00", 120));

    @Test
    void withoutAnyItIsAlwaysTheTime() {
        assertThat(Windows.open(List.of(), Instant.parse("2026-11-25T10:00:00Z")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T22:59:59Z, false",
        "2026-11-25T23:00:00Z, true",
        "2026-11-26T00:59:59Z, true",
        "2026-11-26T01:00:00Z, false",
        "2026-11-26T23:30:00Z, false",
        "2026-11-25T00:30:00Z, false",
    })
    void aWindowMayEndOnTheNextDay(Instant now, boolean open) {
        assertThat(Windows.open(WEDNESDAY_NIGHT, now)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-25T02:00:00Z, true", "2026-11-28T02:59:00Z, true", "2026-11-28T03:00:00Z, false"})
    void withoutDaysItIsEveryDay(Instant now, boolean open) {
        assertThat(Windows.open(List.of(new MaintenanceWindow(null, "02:00", 60)), now))
                .isEqualTo(open);
    }
}
