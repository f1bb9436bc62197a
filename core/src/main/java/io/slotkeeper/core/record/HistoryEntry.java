package io.slotkeeper.core.record;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of the cluster's history.
 *
 * @param sequence grows by one with every entry
 * @param atMillis wall-clock time on the leader, milliseconds since 1970
 * @param version version of the slot map after it
 * @param shard the shard concerned, empty when the entry is about the cluster or a node
 * @param event the record that caused it, e.g. {@code PRIMARY_ACTIVATED}
 * @param code stable reason code
 * @param text one sentence for people
 * @param figures measurements: {@code detectMicros}, {@code estimatedLossBytes}, …
 */
public record HistoryEntry(
        long sequence,
        long atMillis,
        long version,
        String shard,
        String event,
        String code,
        String text,
        Map<String, Long> figures) {
    public HistoryEntry {
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
    }

    HistoryEntry withFigure(String name, long value) {
        Map<String, Long> more = new TreeMap<>(figures);
        more.put(name, value);
        return new HistoryEntry(sequence, atMillis, version, shard, event, code, text, more);
    }

    void writeTo(BinaryOutput out) {
        out.putLong(sequence)
                .putLong(atMillis)
                .putLong(version)
                .putText(shard)
                .putText(event)
                .putText(code)
                .putText(text)
                .putNumbers(figures);
    }

    static HistoryEntry readFrom(BinaryInput in) {
        return new HistoryEntry(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getText(),
                in.getText(),
                in.getText(),
                in.getText(),
                in.getNumbers());
    }
}
