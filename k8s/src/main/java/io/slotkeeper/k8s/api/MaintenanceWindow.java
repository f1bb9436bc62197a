package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * A time of the week, in UTC.
 *
 * @param days when it begins; none: every day
 * @param start {@code HH:MM}
 * @param minutes how long it lasts, 1 to 1440
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MaintenanceWindow(
        @JsonPropertyDescription("Days on which it begins; without any: every day.") @Size(max = 7)
        List<Day> days,

        @JsonPropertyDescription("When it begins, in UTC, as HH:MM.")
        @Required
        @Size(max = 5)
        @Pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$")
        String start,

        @JsonPropertyDescription("How many minutes it lasts.") @Required @Min(1) @Max(1440)
        Integer minutes) {
    /** Days of the week. */
    public enum Day {
        Mon,
        Tue,
        Wed,
        Thu,
        Fri,
        Sat,
        Sun
    }

    public MaintenanceWindow {
        days = days == null ? List.of() : List.copyOf(days);
    }
}
