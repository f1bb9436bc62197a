package io.slotkeeper.core.control;

import io.slotkeeper.core.analysis.NodeSight;
import io.slotkeeper.core.control.Effect.Note.Level;
import io.slotkeeper.core.decide.Exclusion;
import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.Election;
import io.slotkeeper.core.record.ElectionAborted;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.PrimaryActivated;
import io.slotkeeper.core.record.PrimaryElected;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The elections of this leader: proposes them, carries the committed ones out, and answers who asked for them. */
final class Promotions {
    private static final long FAILED_RECENTLY_MILLIS = 3000;
    /** How much longer than its timeout a promotion may take before who asked for it is told to look later. */
    private static final long ANSWER_MARGIN_MILLIS = 4000;

    private final LoopContext context;
    private final Leases leases;
    private final RequestChecks checks;
    private final Map<String, PromotionRun> runs = new HashMap<>();
    private final Map<String, Origin> origins = new HashMap<>();
    private final Map<NodeId, Long> failedNanos = new HashMap<>();

    /** What the log does not say about an election: who asked, and when. */
    private record Origin(PromotionTimes times, Optional<Consumer<PromotionResult>> askedBy, long timeoutMillis) {
        static Origin ownDecision(PromotionTimes times) {
            return new Origin(times, Optional.empty(), PromotionRequest.DEFAULT_TIMEOUT_MILLIS);
        }

        boolean asked() {
            return askedBy.isPresent();
        }

        void answer(PromotionResult result) {
            askedBy.ifPresent(asker -> asker.accept(result));
        }
    }

    Promotions(LoopContext context, Leases leases) {
        this.context = context;
        this.leases = leases;
        this.checks = new RequestChecks(context);
    }

    /** The leader decided by itself. */
    void elect(PrimaryElected record, PromotionTimes times) {
        propose(record, Origin.ownDecision(times));
    }

    /** Why a request would be refused at this moment; empty when it would not. */
    Optional<PromotionResult.Refused> refusal(PromotionRequest request) {
        return checks.check(request).refusal();
    }

    /** Somebody asks for it; the answer comes once. */
    void requested(PromotionRequest request, Consumer<PromotionResult> answer) {
        RequestChecks.Checked checked = checks.check(request);
        if (checked.refusal().isPresent()) {
            answer.accept(checked.refusal().get());
            return;
        }
        Shard shard = checked.shard().orElseThrow();
        NodeSight candidate = checked.candidate().orElseThrow();
        String cause = request.kind() == ElectionKind.SWITCHOVER ? "SWITCHOVER_REQUESTED" : "FAILOVER_REQUESTED";
        String text = "A " + request.kind().name().toLowerCase(Locale.ROOT) + " of shard " + shard.id() + " to "
                + candidate.name() + " was requested.";
        long loss = request.kind() == ElectionKind.SWITCHOVER
                ? 0
                : context.view(shard).lagBytes(candidate);
        PrimaryElected record = record(shard, candidate, request.kind(), cause, loss, text);
        propose(
                record,
                new Origin(
                        new PromotionTimes(-1, context.now.nanos(), ""), Optional.of(answer), request.timeoutMillis()));
    }

    PrimaryElected record(
            Shard shard, NodeSight candidate, ElectionKind kind, String cause, long lossBytes, String text) {
        Election election = new Election(
                shard.id(),
                context.state.nextElectionEpoch(shard),
                kind,
                candidate.id(),
                shard.primary().id(),
                cause,
                lossBytes,
                context.now.epochMillis());
        return new PrimaryElected(election, shard.epoch(), text);
    }

    private void propose(PrimaryElected record, Origin origin) {
        if (context.propose(record)) {
            origins.put(key(record.election()), origin);
        } else if (origin.asked()) {
            refuse(origin, RefusalCode.OPERATION_IN_PROGRESS, "another change of the shard is under way; try again");
        }
    }

    void applied(SlotMapRecord record, ApplyOutcome outcome) {
        if (record instanceof PrimaryElected elected) {
            if (outcome.rejection().isPresent()) {
                answer(
                        elected.election(),
                        new PromotionResult.Refused(
                                RefusalCode.OPERATION_IN_PROGRESS,
                                outcome.rejection().get().text()));
            } else {
                begin(elected);
            }
        } else if (record instanceof PrimaryActivated activated
                && outcome.rejection().isEmpty()) {
            finished(activated.shard());
        } else if (record instanceof ElectionAborted aborted
                && outcome.rejection().isEmpty()) {
            givenUp(aborted);
        }
    }

    private void begin(PrimaryElected elected) {
        context.emit(new Effect.Note(
                Level.INFO, elected.election().shard(), elected.election().cause(), elected.text()));
        PromotionRun run = run(elected.election());
        run.start();
    }

    private PromotionRun run(Election election) {
        Origin origin = origins.getOrDefault(
                key(election), Origin.ownDecision(new PromotionTimes(-1, context.now.nanos(), "")));
        PromotionRun run = election.kind() == ElectionKind.FAILOVER
                ? new FailoverRun(context, leases, election, origin.times())
                : new SwitchoverRun(context, leases, election, origin.times(), origin.timeoutMillis());
        runs.put(election.shard(), run);
        return run;
    }

    private void finished(String shardId) {
        PromotionRun run = runs.remove(shardId);
        Shard shard = context.state.map().shard(shardId).orElseThrow();
        if (run == null) {
            return;
        }
        context.emit(
                new Effect.Promoted(shardId, run.election.epoch(), run.election.cause(), "promoted", run.figures()));
        long tookMicros = context.now.microsSince(run.times.decidedNanos());
        long blocked = run.figures().getOrDefault("blockedMicros", 0L);
        answer(
                run.election,
                new PromotionResult.Promoted(context.state.map().version(), shard.primary(), tookMicros, blocked));
    }

    private void givenUp(ElectionAborted aborted) {
        PromotionRun run = runs.remove(aborted.shard());
        context.emit(new Effect.Note(Level.WARNING, aborted.shard(), aborted.code(), aborted.text()));
        if (run != null) {
            if (AbortCode.valueOf(aborted.code()).blamesCandidate()) {
                failedNanos.put(run.candidate.id(), context.now.nanos());
            }
            context.emit(new Effect.Promoted(
                    aborted.shard(), aborted.epoch(), run.election.cause(), aborted.code(), run.figures()));
            answer(
                    run.election,
                    new PromotionResult.Refused(
                            AbortCode.valueOf(aborted.code()).refusal(), aborted.text()));
        }
    }

    void proposalFailed(SlotMapRecord record, String why) {
        if (record instanceof PrimaryElected elected) {
            answer(
                    elected.election(),
                    new PromotionResult.Refused(
                            RefusalCode.OUTCOME_UNKNOWN,
                            "the decision may or may not be committed (" + why
                                    + "); look at the shard before repeating the request"));
        } else if (record instanceof PrimaryActivated activated && runs.containsKey(activated.shard())) {
            runs.get(activated.shard()).endFailed();
        } else if (record instanceof ElectionAborted aborted && runs.containsKey(aborted.shard())) {
            runs.get(aborted.shard()).endFailed();
        }
    }

    void attendTo(Shard shard) {
        PromotionRun run = runs.get(shard.id());
        if (run != null) {
            run.attendTo();
            answerLate(run);
        }
    }

    private void answerLate(PromotionRun run) {
        Origin origin = origins.get(key(run.election));
        if (origin != null
                && origin.asked()
                && context.now.millisSince(origin.times().decidedNanos())
                        > origin.timeoutMillis() + ANSWER_MARGIN_MILLIS) {
            answer(
                    run.election,
                    new PromotionResult.Refused(
                            RefusalCode.OUTCOME_UNKNOWN,
                            "the promotion is still under way; look at the shard before repeating the request"));
        }
    }

    /** Promotions that waited for it go on. */
    void leadershipConfirmed() {
        List.copyOf(runs.values()).forEach(PromotionRun::leadershipConfirmed);
    }

    /** A new leader goes on with what its predecessor began. */
    void resumeAll() {
        runs.clear();
        context.state.elections().values().forEach(election -> run(election).resume());
    }

    void abandonAll() {
        runs.clear();
        origins.values().stream()
                .filter(Origin::asked)
                .forEach(origin -> refuse(
                        origin,
                        RefusalCode.OUTCOME_UNKNOWN,
                        "this coordinator lost the leadership; the next leader finishes or undoes it"));
        origins.clear();
    }

    /** Replicas that are not promoted without request although nothing else is wrong with them. */
    Map<NodeId, Exclusion> barred() {
        failedNanos.values().removeIf(nanos -> context.now.millisSince(nanos) > FAILED_RECENTLY_MILLIS);
        Map<NodeId, Exclusion> barred = new HashMap<>();
        failedNanos.keySet().forEach(node -> barred.put(node, Exclusion.FAILED_RECENTLY));
        barred.putAll(context.notPromotable());
        return barred;
    }

    private void answer(Election election, PromotionResult result) {
        Origin origin = origins.remove(key(election));
        if (origin != null) {
            origin.answer(result);
        }
    }

    private void refuse(Origin origin, RefusalCode code, String text) {
        origin.answer(new PromotionResult.Refused(code, text));
    }

    private static String key(Election election) {
        return election.shard() + " " + election.epoch();
    }
}
