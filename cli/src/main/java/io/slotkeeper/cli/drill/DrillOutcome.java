package io.slotkeeper.cli.drill;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one fault cost.
 *
 * @param fault which
 * @param target what was hit
 * @param heldUpMillis longest time without an accepted write: for a fault that promotes, from the last write that the old
 *     primary took to the first that the new one took
 * @param boundMillis how long that may be
 * @param errors failed attempts to write, by kind
 * @param writes what became of the acknowledged writes
 * @param reported what the history says
 * @param healthyMillis from the fault until the cluster was healthy again
 */
record DrillOutcome(
        Fault fault,
        String target,
        double heldUpMillis,
        long boundMillis,
        Map<String, Long> errors,
        Writes writes,
        Reported reported,
        long healthyMillis) {
    /** Acknowledged writes, and those of them that are missing or cannot be read. */
    record Writes(long acknowledged, long lost) {}

    /**
     * What the history says of the promotion.
     *
     * @param cause reason code of the election; empty when there was none
     * @param lossBytes the reported gap of replication in bytes; absent when nothing was promoted
     */
    record Reported(String cause, Optional<Long> lossBytes) {}

    DrillOutcome {
        errors = Map.copyOf(errors);
    }

    /** Why the drill did not go as it must; empty when it did. */
    Optional<String> failure() {
        if (heldUpMillis > boundMillis) {
            return Optional.of(String.format(
                    java.util.Locale.ROOT,
                    "writes were held up for %.0f ms, more than the bound of %d ms",
                    heldUpMillis,
                    boundMillis));
        }
        if (writes.lost() > 0 && !fault.mayLose()) {
            return Optional.of(writes.lost() + " acknowledged writes are missing, and this fault must lose none");
        }
        return Optional.empty();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fault", fault.label());
        json.put("target", target);
        json.put("rtoMillis", Math.round(heldUpMillis * 1000) / 1000.0);
        json.put("boundMillis", boundMillis);
        json.put("errors", new TreeMap<>(errors));
        json.put("acknowledged", writes.acknowledged());
        json.put("lost", writes.lost());
        json.put("cause", reported.cause());
        reported.lossBytes().ifPresent(bytes -> json.put("reportedLossBytes", bytes));
        json.put("healthyAfterMillis", healthyMillis);
        json.put("ok", failure().isEmpty());
        failure().ifPresent(why -> json.put("failure", why));
        return json;
    }
}
