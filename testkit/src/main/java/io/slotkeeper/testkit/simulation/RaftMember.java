package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.record.SlotMapRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One coordinator's part of the log: Raft as in figure 2 of "In Search of an Understandable Consensus Algorithm" (Ongaro and
 * Ousterhout, 2014), with votes in advance, and without snapshots. Nothing is answered before the disk has it; a crash loses
 * what the disk has not.
 */
final class RaftMember {
    private static final long HEARTBEAT_MICROS = 150_000;
    private static final long SHORTEST_TIMEOUT_MICROS = 300_000;
    private static final int TIMEOUT_SPREAD_MICROS = 200_000;

    private final FakeRaft raft;
    private final FakeCoordinator coordinator;
    private final FakeProcess process;

    private Disk disk;
    private Disk memory;
    private Role role = Role.FOLLOWER;
    private int commitLength;
    private int appliedLength;
    private boolean ready;
    private long dueNanos;
    private long leaderHeardNanos = Long.MIN_VALUE / 2;
    private int diskLength;
    private long diskFreeNanos;
    private final Set<RaftMember> votes = new HashSet<>();
    private final Map<RaftMember, Integer> matched = new HashMap<>();
    private final Map<RaftMember, Integer> next = new HashMap<>();
    private final Map<RaftMember, Long> answeredNanos = new HashMap<>();

    private enum Role {
        FOLLOWER,
        CANDIDATE,
        LEADER
    }

    /** A record of a term; none in the first one of a leader. */
    record Entry(long term, Optional<SlotMapRecord> record) {}

    /** What survives a crash, once it is written. */
    private record Disk(long term, RaftMember vote, List<Entry> log) {
        Disk with(long newTerm, RaftMember newVote) {
            return new Disk(newTerm, newVote, log);
        }

        Disk with(List<Entry> newLog) {
            return new Disk(term, vote, newLog);
        }

        long lastTerm() {
            return log.isEmpty() ? 0 : log.get(log.size() - 1).term();
        }

        boolean isNotNewerThan(long otherTerm, int otherLength) {
            return lastTerm() == otherTerm ? log.size() <= otherLength : lastTerm() < otherTerm;
        }
    }

    private record Append(long term, int length, long lengthTerm, List<Entry> entries, int commitLength) {}

    RaftMember(FakeRaft raft, FakeCoordinator coordinator) {
        this.raft = raft;
        this.coordinator = coordinator;
        this.process = coordinator.process();
    }

    FakeCoordinator coordinator() {
        return coordinator;
    }

    long term() {
        return memory.term;
    }

    boolean isLeader() {
        return process.isUp() && role == Role.LEADER;
    }

    /** All members have these records, and they are committed. */
    void begin(List<Entry> committed) {
        disk = new Disk(1, null, List.copyOf(committed));
        memory = disk;
        diskLength = committed.size();
        commitLength = committed.size();
        appliedLength = committed.size();
        postpone();
        watch();
    }

    void crash() {
        role = Role.FOLLOWER;
        ready = false;
    }

    /** Another process reads what the disk has. */
    void restart(boolean forgets) {
        disk = forgets ? disk.with(0, null).with(raft.firstEntries()) : disk;
        memory = disk;
        diskLength = memory.log.size();
        commitLength = 0;
        appliedLength = 0;
        postpone();
        watch();
    }

    private void postpone() {
        long micros = SHORTEST_TIMEOUT_MICROS + raft.random().nextInt(TIMEOUT_SPREAD_MICROS);
        dueNanos = raft.time().nanos() + micros * 1000;
    }

    /** The election timeout. One watch for each life. */
    private void watch() {
        long left = dueNanos - raft.time().nanos();
        if (left <= 0) {
            timedOut();
        }
        process.after(Math.max(1000, (dueNanos - raft.time().nanos()) / 1000), this::watch);
    }

    private void timedOut() {
        postpone();
        if (role == Role.LEADER) {
            stepDownIfAlone();
        } else {
            ask(true);
        }
    }

    private void stepDownIfAlone() {
        long oldest = raft.time().nanos() - raft.stepDownMicros() * 1000;
        long heard =
                1 + answeredNanos.values().stream().filter(at -> at >= oldest).count();
        if (heard <= raft.members().size() / 2) {
            follow(memory.term);
        }
    }

    /** The leader has handed over: this one need not wait for a timeout. */
    void electNow() {
        process.run(() -> ask(false));
    }

    private void ask(boolean inAdvance) {
        long term = memory.term + 1;
        votes.clear();
        if (inAdvance) {
            // A late vote for the last candidature must not count in this one.
            role = Role.FOLLOWER;
            requestVotes(term, true);
            return;
        }
        role = Role.CANDIDATE;
        memory = memory.with(term, this);
        persist(() -> {
            if (role == Role.CANDIDATE && memory.term == term) {
                requestVotes(term, false);
            }
        });
    }

    private void requestVotes(long term, boolean inAdvance) {
        long lastTerm = memory.lastTerm();
        int length = memory.log.size();
        voted(this, term, inAdvance);
        others().forEach(m -> send(m, () -> m.voteAsked(this, term, lastTerm, length, inAdvance)));
    }

    private void voteAsked(RaftMember candidate, long term, long lastTerm, int length, boolean inAdvance) {
        if (inAdvance) {
            boolean hearsLeader =
                    role == Role.LEADER || raft.time().nanos() - leaderHeardNanos < SHORTEST_TIMEOUT_MICROS * 1000;
            if (!hearsLeader && term > memory.term && memory.isNotNewerThan(lastTerm, length)) {
                send(candidate, () -> candidate.voted(this, term, true));
            }
            return;
        }
        if (term > memory.term) {
            follow(term);
        }
        boolean free = memory.vote == null || memory.vote == candidate;
        if (term == memory.term && free && role == Role.FOLLOWER && memory.isNotNewerThan(lastTerm, length)) {
            memory = memory.with(term, candidate);
            postpone();
            persist(() -> send(candidate, () -> candidate.voted(this, term, false)));
        } else if (term < memory.term) {
            long known = memory.term;
            send(candidate, () -> candidate.heardOf(known));
        }
    }

    private void heardOf(long term) {
        if (term > memory.term) {
            follow(term);
        }
    }

    private void voted(RaftMember voter, long term, boolean inAdvance) {
        boolean awaited = inAdvance ? role != Role.LEADER && term == memory.term + 1 : isCandidateOf(term);
        if (!awaited) {
            return;
        }
        votes.add(voter);
        if (votes.size() > raft.members().size() / 2) {
            if (inAdvance) {
                ask(false);
            } else {
                lead();
            }
        }
    }

    private boolean isCandidateOf(long term) {
        return role == Role.CANDIDATE && term == memory.term;
    }

    /** Elected. Decides nothing before a record of its own term is committed: then it knows all that is. */
    void lead() {
        role = Role.LEADER;
        ready = false;
        matched.clear();
        next.clear();
        answeredNanos.clear();
        others().forEach(m -> {
            next.put(m, memory.log.size());
            answeredNanos.put(m, raft.time().nanos());
        });
        raft.elected(this);
        append(Optional.empty());
        long term = memory.term;
        beat(term);
    }

    private void beat(long term) {
        if (role == Role.LEADER && memory.term == term) {
            others().forEach(this::replicateTo);
            process.after(HEARTBEAT_MICROS, () -> beat(term));
        }
    }

    void append(Optional<SlotMapRecord> record) {
        List<Entry> log = new ArrayList<>(memory.log);
        log.add(new Entry(memory.term, record));
        memory = memory.with(log);
        persist(this::commit);
        others().forEach(this::replicateTo);
    }

    private void replicateTo(RaftMember follower) {
        int length = next.get(follower);
        List<Entry> entries = memory.log.subList(length, memory.log.size());
        Append append = new Append(
                memory.term,
                length,
                length == 0 ? 0 : memory.log.get(length - 1).term(),
                entries.isEmpty() ? List.of() : List.copyOf(entries),
                commitLength);
        send(follower, () -> follower.appendAsked(this, append));
    }

    private void appendAsked(RaftMember leader, Append append) {
        if (append.term < memory.term) {
            long known = memory.term;
            send(leader, () -> leader.heardOf(known));
            return;
        }
        if (append.term > memory.term || role != Role.FOLLOWER) {
            follow(append.term);
        }
        leaderHeardNanos = raft.time().nanos();
        postpone();
        boolean fits = append.length <= memory.log.size()
                && (append.length == 0 || memory.log.get(append.length - 1).term() == append.lengthTerm);
        if (!fits) {
            int shorter = Math.min(memory.log.size(), append.length - 1);
            send(leader, () -> leader.appended(this, append.term, -shorter - 1));
            return;
        }
        int end = append.length + append.entries.size();
        boolean changes = take(append);
        Runnable answer = () -> {
            send(leader, () -> leader.appended(this, append.term, end));
            learn(Math.min(append.commitLength, end));
        };
        if (changes || end > diskLength) {
            persist(answer);
        } else {
            answer.run();
        }
    }

    /** An old message never shortens what a newer one has brought. */
    private boolean take(Append append) {
        for (int i = 0; i < append.entries.size(); i++) {
            int at = append.length + i;
            boolean same = at < memory.log.size()
                    && memory.log.get(at).term() == append.entries.get(i).term();
            if (!same) {
                List<Entry> log = new ArrayList<>(memory.log.subList(0, at));
                log.addAll(append.entries.subList(i, append.entries.size()));
                memory = memory.with(log);
                diskLength = Math.min(diskLength, at);
                return true;
            }
        }
        return false;
    }

    private void appended(RaftMember follower, long term, int length) {
        if (role != Role.LEADER || term != memory.term) {
            return;
        }
        answeredNanos.put(follower, raft.time().nanos());
        if (length < 0) {
            next.put(follower, Math.min(next.get(follower), -length - 1));
            replicateTo(follower);
        } else {
            matched.merge(follower, length, Math::max);
            next.merge(follower, length, Math::max);
            commit();
        }
    }

    private void commit() {
        if (role != Role.LEADER) {
            return;
        }
        int half = raft.members().size() / 2;
        for (int length = memory.log.size(); length > commitLength; length--) {
            int at = length;
            long holders = matched.values().stream().filter(m -> m >= at).count() + (diskLength >= at ? 1 : 0);
            if (memory.log.get(length - 1).term() == memory.term && holders > half) {
                learn(length);
                return;
            }
        }
    }

    /** So much is committed. */
    private void learn(int length) {
        commitLength = Math.max(commitLength, Math.min(length, memory.log.size()));
        raft.committed(this, memory.log, commitLength);
        if (appliedLength == 0 && commitLength > 0 && role != Role.LEADER) {
            appliedLength = commitLength;
            raft.replaceState(this, appliedLength);
        }
        while (appliedLength < commitLength) {
            int at = appliedLength++;
            raft.apply(this, at);
        }
        if (role == Role.LEADER && !ready && memory.log.get(commitLength - 1).term() == memory.term) {
            ready = true;
            raft.ready(this, commitLength);
        }
    }

    private void follow(long term) {
        boolean led = role == Role.LEADER;
        role = Role.FOLLOWER;
        if (term > memory.term) {
            memory = memory.with(term, null);
            persist(() -> {});
        }
        if (led) {
            ready = false;
            postpone();
            raft.deposed(this);
        }
    }

    private void persist(Runnable then) {
        Disk written = memory;
        // One write after the other, also when the disk has become faster in between.
        diskFreeNanos = Math.max(diskFreeNanos, raft.time().nanos() + raft.diskMicros(this) * 1000);
        process.at(diskFreeNanos, () -> {
            disk = written;
            diskLength = commonLength(written.log);
            then.run();
        });
    }

    /** How much of the log in memory the disk has. */
    private int commonLength(List<Entry> written) {
        int length = Math.min(written.size(), memory.log.size());
        while (length > 0 && !written.get(length - 1).equals(memory.log.get(length - 1))) {
            length--;
        }
        return length;
    }

    private List<RaftMember> others() {
        return raft.othersThan(this);
    }

    private void send(RaftMember to, Runnable arrival) {
        raft.send(this, to, () -> to.process.run(arrival));
    }
}
