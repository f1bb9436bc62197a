package io.slotkeeper.cli.process;

import java.util.concurrent.CompletableFuture;

/** A coordinator or agent that runs inside this process. */
public interface RunningPart {
    /** Leaves the cluster and frees everything; completes when that is done. May be called once, from any thread. */
    CompletableFuture<Void> stop();

    /** Completes, with a sentence for the user, when the part cannot go on by itself. */
    default CompletableFuture<String> ended() {
        return new CompletableFuture<>();
    }
}
