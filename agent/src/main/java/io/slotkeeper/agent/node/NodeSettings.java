package io.slotkeeper.agent.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent remembers of its node's settings: former values, to restore them, and which process was configured. Some
 * values are passwords, so this prints none.
 */
public final class NodeSettings {
    /** Its value {@link #FENCED} makes a primary refuse writes. */
    public static final String MIN_REPLICAS = "min-replicas-to-write";
    /** Seconds that a primary collects replicas before it feeds them a full copy. */
    public static final String SYNC_DELAY = "repl-diskless-sync-delay";
    /** More replicas than a primary ever has. */
    public static final String FENCED = "255";

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

    /** The value that lifts a fence. */
    public String unfenced() {
        return formerMinReplicas;
    }

    /** Notes what {@code min-replicas-to-write} is; a fence does not count. */
    public void noteMinReplicas(String value) {
        if (!value.isEmpty() && !value.equals(FENCED)) {
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
