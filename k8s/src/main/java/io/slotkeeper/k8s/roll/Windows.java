package io.slotkeeper.k8s.roll;

import io.slotkeeper.k8s.api.MaintenanceWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;

/** Whether it is the time for changes. Pure. */
public final class Windows {
    private Windows() {}

    /** Whether one of the windows is open; without any, always. */
    public static boolean open(List<MaintenanceWindow> windows, Instant now) {
        return windows.isEmpty() || windows.stream().anyMatch(window -> isOpen(window, now));
    }

    /** A window lasts for a day at most, so the one that is open began today or yesterday. */
    private static boolean isOpen(MaintenanceWindow window, Instant now) {
        ZonedDateTime today = now.atZone(ZoneOffset.UTC);
        return beganAt(window, today, now) || beganAt(window, today.minusDays(1), now);
    }

    private static boolean beganAt(MaintenanceWindow window, ZonedDateTime day, Instant now) {
        Instant start = day.with(LocalTime.parse(window.start())).toInstant();
        Instant end = start.plus(Duration.ofMinutes(window.minutes()));
        return isDay(window, day.getDayOfWeek()) && !now.isBefore(start) && now.isBefore(end);
    }

    private static boolean isDay(MaintenanceWindow window, DayOfWeek day) {
        return window.days().isEmpty()
                || window.days().stream()
                        .anyMatch(each -> day.name().startsWith(each.name().toUpperCase(Locale.ROOT)));
    }
}
