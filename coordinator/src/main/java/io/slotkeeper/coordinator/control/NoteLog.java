package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.record.ClusterState;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Writes what the control loop has to tell people to the log, with cluster, shard and version in the MDC. */
final class NoteLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.slotkeeper.control");

    private NoteLog() {}

    static void write(Effect.Note note, ClusterState state) {
        within(Map.of("cluster", state.clusterId(), "shard", note.shard(), "version", version(state)), () -> {
            switch (note.level()) {
                case INFO -> LOG.info("{}: {}", note.code(), note.text());
                case WARNING -> LOG.warn("{}: {}", note.code(), note.text());
                case ERROR -> LOG.error("{}: {}", note.code(), note.text());
            }
        });
    }

    static void write(Effect.Promoted promotion, ClusterState state) {
        within(
                Map.of("cluster", state.clusterId(), "shard", promotion.shard(), "version", version(state)),
                () -> LOG.info(
                        "{}: promotion of shard {} at epoch {} ended: {} {}",
                        promotion.cause(),
                        promotion.shard(),
                        promotion.epoch(),
                        promotion.outcome(),
                        promotion.phases()));
    }

    static void leadership(boolean gained, long term) {
        within(
                Map.of("term", Long.toString(term)),
                () -> LOG.info(gained ? "This coordinator leads in term {}." : "Leadership of term {} is over.", term));
    }

    private static String version(ClusterState state) {
        return Long.toString(state.map().version());
    }

    private static void within(Map<String, String> fields, Runnable logging) {
        fields.forEach((name, value) -> {
            if (!value.isEmpty()) {
                MDC.put(name, value);
            }
        });
        try {
            logging.run();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }
}
