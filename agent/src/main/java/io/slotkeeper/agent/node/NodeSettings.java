package io.slotkeeper.agent.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the agent remembers of its node's settings: former values, to restore them, and which process was configured. Some
 * values are passwords, so this prints none.
 */
public final class NodeSettings {
    /** From {@link #LEAST_FENCE} on it makes a primary refuse writes: no shard has so many replicas. */
    public static final String MIN_REPLICAS = "min-replicas-to-write";
    /** Seconds since a replica was heard, after which it does not count as one. */
    public static final String MAX_LAG = "min-replicas-max-lag";
    /** Seconds that a primary collects replicas before it feeds them a full copy. */
    public static final String SYNC_DELAY = "repl-diskless-sync-delay";
    /** Values from this on are fences: 255 less the value before, so that the node itself remembers it. */
    private static final int LEAST_FENCE = 200;

    private static final int FENCE = 255;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final Map<String, String> former = new LinkedHashMap<>();
    private String formerMinReplicas = "0";
    private Optional<String> configuredRun = Optional.empty();

    /** Keeps a value that is about to be changed for the first time. */
    public void remember(String name, String value) {
        former.putIfAbsent(name, value);
    }

    /** The values before the first change, in the order of the changes. */
    public Map<String, String> former() {
        return Map.copyOf(former);
    }

    /** Former values are restored: there is nothing to remember any more. */
    public void forget() {
        former.clear();
        configuredRun = Optional.empty();
    }

    /** The value that fences the node and from which the value before can be told, whoever reads it. */
    public String fenced() {
        int former = Integer.parseInt(formerMinReplicas);
        return Integer.toString(Math.max(LEAST_FENCE, FENCE - former));
    }

    /** Whether a value of {@code min-replicas-to-write} is a fence. */
    public static boolean isFence(String value) {
        return NUMBER.matcher(value).matches() && Integer.parseInt(value) >= LEAST_FENCE;
    }

    /** The value that lifts a fence. */
    public String unfenced() {
        return formerMinReplicas;
    }

    /** Replicas that every write needs; of a fenced node: without the fence. */
    public int requiredReplicas() {
        return Integer.parseInt(formerMinReplicas);
    }

    /** Another number of replicas is to be needed from now on. */
    public void requireReplicas(int replicas) {
        remember(MIN_REPLICAS, formerMinReplicas);
        formerMinReplicas = Integer.toString(replicas);
    }

    /** Notes what {@code min-replicas-to-write} is; from a fence the value before it is told. */
    public void noteMinReplicas(String value) {
        if (isFence(value)) {
            formerMinReplicas = Integer.toString(Math.max(0, FENCE - Integer.parseInt(value)));
        } else if (NUMBER.matcher(value).matches()) {
            formerMinReplicas = value;
        }
    }

    /** The process with this run id has all settings. */
    public void configured(String runId) {
        configuredRun = Optional.of(runId);
    }

    /** Whether the process with this run id has all settings. */
    public boolean isConfigured(String runId) {
        return configuredRun.filter(runId::equals).isPresent();
    }
}
