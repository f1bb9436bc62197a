package io.slotkeeper.core.protocol;

import io.slotkeeper.core.codec.BinaryInput;
import io.slotkeeper.core.codec.BinaryOutput;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of a node that Slotkeeper changes while it is in charge.
 *
 * @param noFailover {@code cluster-replica-no-failover}
 * @param allowsMigration {@code cluster-allow-replica-migration}; false for a server that does not know it
 * @param needsFullCoverage {@code cluster-require-full-coverage}
 * @param nodeTimeoutMillis {@code cluster-node-timeout}
 * @param disklessSync {@code repl-diskless-sync}
 * @param syncDelaySeconds {@code repl-diskless-sync-delay}
 * @param minReplicas {@code min-replicas-to-write}; of a fenced node: what it is without the fence
 * @param maxLagSeconds {@code min-replicas-max-lag}
 */
public record NodeConfig(
        boolean noFailover,
        boolean allowsMigration,
        boolean needsFullCoverage,
        long nodeTimeoutMillis,
        boolean disklessSync,
        int syncDelaySeconds,
        int minReplicas,
        int maxLagSeconds) {
    /** What Redis runs with when nobody has set anything. */
    public static final NodeConfig DEFAULTS = new NodeConfig(false, true, true, 15_000, true, 5, 0, 10);

    /** What Redis must not do by itself while Slotkeeper is in charge (DESIGN section 2, facts 1 and 9). */
    public static final Map<String, String> REQUIRED = Map.of(
            "cluster-replica-no-failover", "yes",
            "cluster-allow-replica-migration", "no",
            "cluster-require-full-coverage", "no",
            "cluster-node-timeout", "15000",
            "repl-diskless-sync", "yes");

    /** Reads the values that a server told; one that it did not tell counts as off or 0. */
    public static NodeConfig of(Map<String, String> told) {
        return new NodeConfig(
                isOn(told, "cluster-replica-no-failover"),
                isOn(told, "cluster-allow-replica-migration"),
                isOn(told, "cluster-require-full-coverage"),
                number(told, "cluster-node-timeout"),
                isOn(told, "repl-diskless-sync"),
                (int) number(told, "repl-diskless-sync-delay"),
                (int) number(told, "min-replicas-to-write"),
                (int) number(told, "min-replicas-max-lag"));
    }

    private static boolean isOn(Map<String, String> told, String name) {
        return "yes".equals(told.get(name));
    }

    private static long number(Map<String, String> told, String name) {
        String value = told.getOrDefault(name, "");
        return value.matches("[0-9]{1,9}") ? Long.parseLong(value) : 0;
    }

    /** Whether all of {@link #REQUIRED} is in force. */
    public boolean isAsRequired() {
        Map<String, String> settings = settings();
        return REQUIRED.entrySet().stream().allMatch(e -> e.getValue().equals(settings.get(e.getKey())));
    }

    /** Name to value, as {@code CONFIG SET} takes them. */
    public SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("cluster-replica-no-failover", yesNo(noFailover));
        settings.put("cluster-allow-replica-migration", yesNo(allowsMigration));
        settings.put("cluster-require-full-coverage", yesNo(needsFullCoverage));
        settings.put("cluster-node-timeout", Long.toString(nodeTimeoutMillis));
        settings.put("repl-diskless-sync", yesNo(disklessSync));
        settings.put("repl-diskless-sync-delay", Integer.toString(syncDelaySeconds));
        settings.put("min-replicas-to-write", Integer.toString(minReplicas));
        settings.put("min-replicas-max-lag", Integer.toString(maxLagSeconds));
        return settings;
    }

    private static String yesNo(boolean on) {
        return on ? "yes" : "no";
    }

    public void writeTo(BinaryOutput out) {
        out.putBoolean(noFailover)
                .putBoolean(allowsMigration)
                .putBoolean(needsFullCoverage)
                .putLong(nodeTimeoutMillis)
                .putBoolean(disklessSync)
                .putInt(syncDelaySeconds)
                .putInt(minReplicas)
                .putInt(maxLagSeconds);
    }

    public static NodeConfig readFrom(BinaryInput in) {
        return new NodeConfig(
                in.getBoolean(),
                in.getBoolean(),
                in.getBoolean(),
                in.getLong(),
                in.getBoolean(),
                in.getInt(),
                in.getInt(),
                in.getInt());
    }
}
