package io.slotkeeper.cli.command;

import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code slotkeeper failover}. */
@Command(
        name = "failover",
        description = "Promotes a replica at once. Writes that it has not received yet are lost: for a healthy primary"
                + " use switchover.")
public final class FailoverCommand extends PromotionCommand {
    /** For picocli. */
    public FailoverCommand() {
        super("failover");
    }

    @Override
    Duration deadline() {
        return Duration.ofSeconds(5);
    }

    @Override
    void complete(Map<String, Object> request) {
        // A failover has no deadline of its own: nothing is paused that would have to be undone.
    }
}
