package io.slotkeeper.coordinator.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.coordinator.publish.CoordinatorMetrics;
import io.slotkeeper.core.control.ClusterOverview;
import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.control.LiveProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every metric explains itself, and stands in the documentation. */
class ControlMetricsTest {
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (slotkeeper_\\w+) *(.*)$");
    private static final Path PAGE = Path.of("..", "docs", "operations.md");

    @Test
    void everyMetricHasAHelpTextAndIsDocumented() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new CoordinatorMetrics(registry);
        ControlMetrics metrics = new ControlMetrics(registry);
        metrics.noted("AGENT_LOST");
        metrics.promoted(
                new Effect.Promoted("s1", 2, "PRIMARY_CRASHED", "promoted", Map.of("detectMicros", 1L, "epoch", 2L)));
        metrics.observe(new ClusterOverview(
                true,
                "active",
                "All is well.",
                List.of(),
                List.of(),
                List.of(),
                Optional.of(new LiveProgress(3, 900, 50, 5000, 12_500, ""))));

        String page = Files.readString(PAGE);
        assertThat(HELP.matcher(registry.scrape()).results().toList())
                .hasSizeGreaterThan(8)
                .allSatisfy(line -> {
                    assertThat(line.group(2)).as(line.group(1)).isNotBlank();
                    assertThat(page).contains(line.group(1).replaceFirst("_max$", ""));
                });
    }
}
