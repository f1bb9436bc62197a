package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The log of coordinators that elect each other, over the network of the simulation. It also knows what nobody in a real cluster
 * does: what is committed, in one order, and that nothing committed is ever replaced.
 */
final class FakeRaft implements FakeConsensus {
    static final long DISK_MICROS = 500;
    private static final long PROPOSAL_LASTS_MICROS = 1_000_000;
    private static final long ROUND_LASTS_MICROS = 500_000;

    private final FakeCluster cluster;
    private final Random random;
    private final Map<FakeCoordinator, RaftMember> members = new LinkedHashMap<>();
    private final Map<RaftMember, List<RaftMember>> others = new LinkedHashMap<>();
    private final Map<RaftMember, Long> slowDisks = new LinkedHashMap<>();
    private final Map<FakeCoordinator, List<SlotMapRecord>> open = new LinkedHashMap<>();
    private final List<RaftMember.Entry> committed = new ArrayList<>();
    private final List<ApplyOutcome> outcomes = new ArrayList<>();
    private List<RaftMember.Entry> first = List.of();
    private ClusterState state = ClusterState.initial();
    private RaftMember leader;
    private long highestTerm;
    private long stepDownMicros = 500_000;

    FakeRaft(FakeCluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
    }

    void add(FakeCoordinator coordinator) {
        members.put(coordinator, new RaftMember(this, coordinator));
        open.put(coordinator, new ArrayList<>());
    }

    /** All members hold these records, and the first of them leads. */
    void begin(List<SlotMapRecord> records) {
        first = records.stream()
                .map(r -> new RaftMember.Entry(1, Optional.of(r)))
                .toList();
        for (RaftMember member : members.values()) {
            others.put(
                    member, members.values().stream().filter(m -> m != member).toList());
            member.begin(first);
        }
        first.forEach(this::append);
        members.keySet().forEach(c -> c.step(new ControlEvent.StateReplaced(state)));
        members.values().iterator().next().lead();
    }

    /** A leader that hears no majority steps down after so long; until then it does not know better. */
    void stepDownMicros(long micros) {
        stepDownMicros = micros;
    }

    long stepDownMicros() {
        return stepDownMicros;
    }

    /** From now on a coordinator's disk takes so long for every write. */
    void disk(FakeCoordinator coordinator, long micros) {
        slowDisks.put(members.get(coordinator), micros);
    }

    long diskMicros(RaftMember member) {
        return slowDisks.getOrDefault(member, DISK_MICROS);
    }

    void crash(FakeCoordinator coordinator) {
        cluster.trace(() -> coordinator.name() + " dies");
        coordinator.crash();
        members.get(coordinator).crash();
        open.get(coordinator).clear();
    }

    void restart(FakeCoordinator coordinator) {
        cluster.trace(() -> coordinator.name() + " starts");
        coordinator.restart();
        members.get(coordinator).restart(cluster.has(Flaw.DISK_FORGETS));
    }

    /** The leader hands over; nothing happens when there is none. */
    void transfer(FakeCoordinator to) {
        cluster.network().send(leader().name(), to.name(), () -> members.get(to).electNow());
    }

    Random random() {
        return random;
    }

    VirtualTime time() {
        return cluster.time();
    }

    Collection<RaftMember> members() {
        return members.values();
    }

    List<RaftMember> othersThan(RaftMember member) {
        return others.get(member);
    }

    List<RaftMember.Entry> firstEntries() {
        return first;
    }

    void send(RaftMember from, RaftMember to, Runnable arrival) {
        cluster.network().send(from.coordinator().name(), to.coordinator().name(), arrival);
    }

    @Override
    public ClusterState state() {
        return state;
    }

    @Override
    public long term() {
        return highestTerm;
    }

    @Override
    public List<SlotMapRecord> records() {
        return committed.stream().flatMap(e -> e.record().stream()).toList();
    }

    @Override
    public FakeCoordinator leader() {
        return leader.coordinator();
    }

    /** Whether somebody leads, and a majority could follow. */
    boolean isLed() {
        return leader.isLeader();
    }

    @Override
    public void propose(FakeCoordinator proposer, SlotMapRecord record) {
        RaftMember member = members.get(proposer);
        if (!member.isLeader()) {
            proposer.process().after(1, () -> proposer.step(failed(record, "it is not the leader any more")));
            return;
        }
        open.get(proposer).add(record);
        member.append(Optional.of(record));
        if (cluster.has(Flaw.UNCOMMITTED_OBEYED)) {
            proposer.step(new ControlEvent.RecordApplied(
                    record, record.applyTo(proposer.loop().state())));
        }
        proposer.process().after(PROPOSAL_LASTS_MICROS, () -> {
            if (open.get(proposer).remove(record)) {
                proposer.step(failed(record, "no majority in time"));
            }
        });
    }

    private static ControlEvent failed(SlotMapRecord record, String why) {
        return new ControlEvent.ProposalFailed(record, why);
    }

    @Override
    public void confirm(FakeCoordinator asker, long term, Consumer<Boolean> answer) {
        RaftMember self = members.get(asker);
        Round round = new Round(answer);
        round.hear(self, self.term() <= term);
        for (RaftMember other : othersThan(self)) {
            send(self, other, () -> other.coordinator().process().run(() -> {
                boolean agrees = other.term() <= term;
                send(other, self, () -> asker.process().run(() -> round.hear(other, agrees)));
            }));
        }
        asker.process().after(ROUND_LASTS_MICROS, () -> round.end(false));
    }

    /** One question to all. */
    private final class Round {
        private final Consumer<Boolean> answer;
        private final Set<RaftMember> agreeing = new HashSet<>();
        private boolean ended;

        Round(Consumer<Boolean> answer) {
            this.answer = answer;
        }

        void hear(RaftMember member, boolean agrees) {
            if (!agrees) {
                end(false);
            } else {
                agreeing.add(member);
                if (agreeing.size() > members.size() / 2) {
                    end(true);
                }
            }
        }

        void end(boolean confirmed) {
            if (!ended) {
                ended = true;
                answer.accept(confirmed);
            }
        }
    }

    void elected(RaftMember member) {
        if (leader == null || member.term() >= highestTerm) {
            leader = member;
            highestTerm = member.term();
        }
        cluster.trace(() -> member.coordinator().name() + " is elected for term " + member.term());
    }

    void ready(RaftMember member, int length) {
        long term = member.term();
        replaceState(member, length);
        member.coordinator().step(new ControlEvent.LeadershipGained(term, stateAt(length), "cluster-1"));
    }

    void deposed(RaftMember member) {
        FakeCoordinator coordinator = member.coordinator();
        cluster.trace(() -> coordinator.name() + " leads no more");
        List<SlotMapRecord> unknown = List.copyOf(open.get(coordinator));
        open.get(coordinator).clear();
        unknown.forEach(r -> coordinator.step(failed(r, "it lost the leadership")));
        coordinator.step(new ControlEvent.LeadershipLost());
    }

    /** A member says that so much of its log is committed: the first to say so decides what all others must have there. */
    void committed(RaftMember member, List<RaftMember.Entry> log, int length) {
        for (int i = Math.max(0, Math.min(length, committed.size()) - 1); i < length; i++) {
            if (i == committed.size()) {
                append(log.get(i));
            }
            if (!committed.get(i).equals(log.get(i))) {
                throw new InvariantViolation("a committed record was replaced: at " + i + " "
                        + member.coordinator().name() + " has " + log.get(i) + " instead of " + committed.get(i));
            }
        }
    }

    private void append(RaftMember.Entry entry) {
        committed.add(entry);
        ApplyOutcome outcome = entry.record().map(r -> r.applyTo(state)).orElse(null);
        outcomes.add(outcome);
        if (outcome != null) {
            state = outcome.state();
            cluster.invariants().committed(state.map());
            cluster.histories().committed(entry.record().orElseThrow(), outcome);
        }
    }

    private ClusterState stateAt(int length) {
        for (int i = length - 1; i >= 0; i--) {
            if (outcomes.get(i) != null) {
                return outcomes.get(i).state();
            }
        }
        return ClusterState.initial();
    }

    void replaceState(RaftMember member, int length) {
        member.coordinator().step(new ControlEvent.StateReplaced(stateAt(length)));
    }

    void apply(RaftMember member, int at) {
        committed.get(at).record().ifPresent(record -> {
            open.get(member.coordinator()).remove(record);
            member.coordinator().step(new ControlEvent.RecordApplied(record, outcomes.get(at)));
        });
    }
}
