package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.map.SlotMap;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A log whose leaders a test chooses: one order of records for all coordinators, and only the leader's proposals get in. Where
 * coordinators elect each other, see {@link FakeRaft}.
 */
public final class FakeLog implements FakeConsensus {
    private static final long CONFIRM_MICROS = 2000;

    private final VirtualTime time;
    private final FakeCodec codec;
    private final Consumer<SlotMap> listener;
    private final List<FakeCoordinator> coordinators = new ArrayList<>();
    private final List<FakeCoordinator> unaware = new ArrayList<>();
    private final List<SlotMapRecord> records = new ArrayList<>();
    private final Deque<Failure> failures = new ArrayDeque<>();
    private ClusterState state = ClusterState.initial();
    private FakeCoordinator leader;
    private long term;
    private long commitMicros = 1000;

    private record Failure(Predicate<SlotMapRecord> which, boolean committedAnyway) {}

    FakeLog(VirtualTime time, FakeCodec codec, Consumer<SlotMap> listener) {
        this.listener = listener;
        this.time = time;
        this.codec = codec;
    }

    void add(FakeCoordinator coordinator) {
        coordinators.add(coordinator);
    }

    @Override
    public ClusterState state() {
        return state;
    }

    @Override
    public long term() {
        return term;
    }

    @Override
    public List<SlotMapRecord> records() {
        return List.copyOf(records);
    }

    public void commitMicros(long micros) {
        commitMicros = micros;
    }

    /** The next matching proposal fails; committed anyway means that the leader only does not learn of it in time. */
    public void failNext(Predicate<SlotMapRecord> which, boolean committedAnyway) {
        failures.add(new Failure(which, committedAnyway));
    }

    @Override
    public FakeCoordinator leader() {
        return leader;
    }

    /** Who was deposed learns of it. */
    void noticed() {
        unaware.forEach(deposed -> {
            deposed.step(new ControlEvent.LeadershipLost());
            deposed.step(new ControlEvent.StateReplaced(state));
        });
        unaware.clear();
    }

    void elect(FakeCoordinator next) {
        noticed();
        if (leader != null) {
            leader.step(new ControlEvent.LeadershipLost());
        }
        leader = next;
        term++;
        next.step(new ControlEvent.LeadershipGained(term, state, "cluster-1"));
    }

    /** Another coordinator leads, and the one that led does not know, nor does it hear of the log any more. */
    void electUnnoticed(FakeCoordinator next) {
        noticed();
        unaware.add(leader);
        leader = next;
        term++;
        next.step(new ControlEvent.LeadershipGained(term, state, "cluster-1"));
    }

    @Override
    public void propose(FakeCoordinator proposer, SlotMapRecord record) {
        long proposedIn = term;
        time.after(commitMicros, () -> decide(proposer, record, proposedIn));
    }

    @Override
    public void confirm(FakeCoordinator asker, long askedFor, Consumer<Boolean> answer) {
        time.after(CONFIRM_MICROS, () -> answer.accept(askedFor == term));
    }

    private void decide(FakeCoordinator proposer, SlotMapRecord record, long proposedIn) {
        if (proposedIn != term || !proposer.equals(leader)) {
            proposer.step(new ControlEvent.ProposalFailed(record, "it is not the leader any more"));
            return;
        }
        Failure failure = failures.peek();
        if (failure != null && failure.which().test(record)) {
            failures.remove();
            proposer.step(new ControlEvent.ProposalFailed(record, "no majority in time"));
            if (failure.committedAnyway()) {
                time.after(commitMicros, () -> commit(record));
            }
            return;
        }
        commit(record);
    }

    /** What is committed went through the encoding, as in a real log. */
    private void commit(SlotMapRecord record) {
        SlotMapRecord decoded = codec.coded(record);
        records.add(decoded);
        ApplyOutcome outcome = decoded.applyTo(state);
        state = outcome.state();
        listener.accept(state.map());
        coordinators.stream()
                .filter(c -> !unaware.contains(c))
                .forEach(c -> c.step(new ControlEvent.RecordApplied(decoded, outcome)));
    }
}
