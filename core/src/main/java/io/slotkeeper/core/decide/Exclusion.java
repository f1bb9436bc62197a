package io.slotkeeper.core.decide;

/** Why a replica cannot be promoted. The names are stable. */
public enum Exclusion {
    AGENT_SILENT("its agent is silent"),
    NOT_UP("it does not answer"),
    NOT_A_REPLICA("it is not a replica at the moment"),
    FOLLOWS_ANOTHER("it follows another primary"),
    NOT_SYNCED("its first sync is not finished"),
    LAGGING("it lags more than max-lag-bytes behind"),
    DRAINED("it is drained for a restart; drain --undo lets it be promoted again"),
    JOINING("it has just joined, and the agent of the primary has yet to count with it"),
    FAILED_RECENTLY("its promotion failed a moment ago");

    private final String text;

    Exclusion(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
