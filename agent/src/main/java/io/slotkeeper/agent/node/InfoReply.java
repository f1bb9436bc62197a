package io.slotkeeper.agent.node;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of {@code INFO} or {@code CLUSTER INFO}. Immutable. */
public final class InfoReply {
    /** Redis 6.2 computes the down time of a link that was never up from the start of the epoch. */
    private static final long NEVER_UP_SECONDS = 1_000_000_000;

    /** What {@code min-replicas-max-lag} is set to. */
    private static final long LONGEST_LAG_SECONDS = 1;

    /** Only while {@code min-replicas-to-write} and {@code min-replicas-max-lag} are set. */
    private static final String OWN_COUNT = "min_slaves_good_slaves";

    private static final Pattern LAG = Pattern.compile("lag=([0-9]{1,18})");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private final Map<String, String> fields;

    private static final Pattern REPLICA = Pattern.compile("slave\\d+");

    private InfoReply(Map<String, String> fields) {
        this.fields = Map.copyOf(fields);
    }

    /** Parses {@code name:value} lines; all other lines are passed over. */
    public static InfoReply parse(String text) {
        Map<String, String> fields = new HashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && line.charAt(0) != '#') {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return new InfoReply(fields);
    }

    /** Whether there is such a field. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** The field, or an empty text. */
    public String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** The field, or what is given when it is missing or no number. */
    public long number(String name, long otherwise) {
        String value = text(name);
        boolean number = NUMBER.matcher(value).matches();
        return number ? Long.parseLong(value) : otherwise;
    }

    /** INFO replication: the node is a primary. */
    public boolean isPrimary() {
        return text("role").equals("master");
    }

    /** INFO replication: what a primary has written, what a replica has received; in bytes. */
    public long offset() {
        return isPrimary() ? number("master_repl_offset", 0) : number("slave_repl_offset", 0);
    }

    /** INFO replication: how many replicas of this primary receive its writes. */
    public long onlineReplicas() {
        return fields.entrySet().stream()
                .filter(field -> REPLICA.matcher(field.getKey()).matches())
                .filter(field -> field.getValue().contains("state=online"))
                .count();
    }

    /**
     * INFO replication of a primary: replicas that are online and were heard within a second or two. The server's own count,
     * which it renews once a second, when it has one: that is what its writes depend on.
     */
    public int replicasInTime() {
        if (has(OWN_COUNT)) {
            return (int) number(OWN_COUNT, 0);
        }
        int count = 0;
        for (int i = 0; has("slave" + i); i++) {
            Matcher lag = LAG.matcher(text("slave" + i));
            boolean inTime = lag.find() && Long.parseLong(lag.group(1)) <= LONGEST_LAG_SECONDS;
            count += inTime && text("slave" + i).contains("state=online") ? 1 : 0;
        }
        return count;
    }

    /** INFO replication: the node is a replica and its link to the primary is up. */
    public boolean linkUp() {
        return !isPrimary() && text("master_link_status").equals("up");
    }

    /** INFO replication: the node is a replica, has finished a first sync in this process, and none is running. */
    public boolean synced() {
        if (isPrimary() || number("master_sync_in_progress", 0) != 0) {
            return false;
        }
        long down = number("master_link_down_since_seconds", -1);
        return linkUp() || (down >= 0 && down < NEVER_UP_SECONDS);
    }
}
