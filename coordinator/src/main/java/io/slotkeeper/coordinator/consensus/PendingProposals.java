package io.slotkeeper.coordinator.consensus;

import io.slotkeeper.core.record.ApplyOutcome;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientRequest;

/** The proposals of this process that wait for their outcome. Methods may be called from any thread. */
final class PendingProposals {
    private final ClientId client = ClientId.randomId();
    private final AtomicLong nextCall = new AtomicLong();
    private final Map<Long, Proposal> waiting = new ConcurrentHashMap<>();
    private final long timeoutMillis;

    /** One proposal. */
    static final class Proposal {
        private final long call;
        private final CompletableFuture<ApplyOutcome> outcome = new CompletableFuture<>();
        private volatile boolean inLog;

        Proposal(long call) {
            this.call = call;
        }

        long call() {
            return call;
        }

        CompletableFuture<ApplyOutcome> outcome() {
            return outcome;
        }
    }

    PendingProposals(long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }

    ClientId client() {
        return client;
    }

    Proposal begin() {
        Proposal proposal = new Proposal(nextCall.incrementAndGet());
        waiting.put(proposal.call, proposal);
        CompletableFuture.delayedExecutor(timeoutMillis, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> timeOut(proposal));
        return proposal;
    }

    void enteredLog(RaftClientRequest request) {
        find(request).ifPresent(proposal -> proposal.inLog = true);
    }

    void applied(RaftClientRequest request, ApplyOutcome outcome) {
        find(request).ifPresent(proposal -> {
            waiting.remove(proposal.call);
            proposal.outcome.complete(outcome);
        });
    }

    /** Ratis refused or gave up: certainly not committed when the record never entered the log. */
    void failed(Proposal proposal, Throwable cause, Optional<String> leader) {
        waiting.remove(proposal.call);
        proposal.outcome.completeExceptionally(proposal.inLog ? unknown(cause) : new NotLeaderException(leader));
    }

    /** The process stops taking part. */
    void close() {
        waiting.values().forEach(proposal -> failed(proposal, null, Optional.empty()));
    }

    private void timeOut(Proposal proposal) {
        if (waiting.remove(proposal.call) != null) {
            proposal.outcome.completeExceptionally(new OutcomeUnknownException(
                    "the proposal was not committed within " + timeoutMillis
                            + " ms and may still be; read the state before repeating it",
                    null));
        }
    }

    private static OutcomeUnknownException unknown(Throwable cause) {
        return new OutcomeUnknownException(
                "leadership was lost while the proposal was in the log; read the state before repeating it", cause);
    }

    private Optional<Proposal> find(RaftClientRequest request) {
        return request != null && request.getClientId().equals(client)
                ? Optional.ofNullable(waiting.get(request.getCallId()))
                : Optional.empty();
    }
}
