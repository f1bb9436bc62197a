package io.slotkeeper.testkit.simulation;

import static io.slotkeeper.testkit.simulation.Invariants.require;

import io.slotkeeper.core.map.NodeId;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.Guard;
import io.slotkeeper.core.protocol.NodeView;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.Election;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.PrimaryElected;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What clients were promised, shard by shard: the acknowledged writes, in one line. Invariants 5 and 6 of DESIGN section 13.
 *
 * <pre>
 * a write is acknowledged   it follows the last one that was
 * a switchover              the new primary holds all of them
 * a failover                the election is committed; the new primary holds all but the last ones, which it had not received;
 *                           of these, all that the leader had heard of are in the reported loss; they are struck off
 * at the end                the primary holds exactly these
 * </pre>
 */
final class Histories implements FakeRedisCluster.Listener {
    private final FakeCluster cluster;
    private final Map<String, Write> last = new HashMap<>();
    private final Map<String, Election> elections = new HashMap<>();
    private final Map<Election, NodeView> known = new HashMap<>();
    private final Map<NodeId, Guard> promotions = new HashMap<>();
    /** Shards whose primary has lost its data, and nobody could be asked to save them. */
    private final Set<String> excused = new HashSet<>();

    private long acknowledged;
    private long lost;

    Histories(FakeCluster cluster) {
        this.cluster = cluster;
    }

    /** What the primaries hold now is what clients were promised. */
    void begin() {
        for (Shard shard : cluster.map().shards()) {
            last.put(shard.id(), cluster.redis().node(shard.primary().id()).data);
        }
    }

    /** Acknowledged writes so far. */
    long acknowledged() {
        return acknowledged;
    }

    /** Acknowledged writes that failovers lost. */
    long lost() {
        return lost;
    }

    /** A coordinator wants a record: what it knows at this moment is what it decides on. */
    void proposed(FakeCoordinator proposer, SlotMapRecord record) {
        if (record instanceof PrimaryElected elected) {
            Optional<NodeView> view = Optional.ofNullable(
                            proposer.lastHeard(elected.election().former()))
                    .flatMap(AgentReport::view);
            view.ifPresent(v -> known.putIfAbsent(elected.election(), v));
        }
    }

    void committed(SlotMapRecord record, ApplyOutcome outcome) {
        if (record instanceof PrimaryElected elected && outcome.rejection().isEmpty()) {
            elections.put(key(elected.election()), elected.election());
        }
    }

    /** An agent is about to promote its node. */
    void promoting(FakeNode node, Guard guard) {
        promotions.put(node.id, guard);
    }

    @Override
    public void acknowledged(FakeNode node, Write write) {
        String shard = shardOf(node);
        Write before = last.get(shard);
        boolean follows = write.before() == before || (write.before() == null && excused.contains(shard));
        require(
                follows,
                () -> cluster.nameOf(node) + " acknowledges write " + write.number() + " of " + shard
                        + " without holding write " + before.number() + ", which was acknowledged before");
        excused.remove(shard);
        last.put(shard, write);
        acknowledged++;
    }

    @Override
    public void tookOver(FakeNode node, FakeNode former) {
        String shard = shardOf(node);
        Guard guard = promotions.get(node.id);
        Election election = guard == null ? null : elections.get(guard.shard() + "/" + guard.epoch());
        require(
                election != null && election.candidate().equals(node.id),
                () -> cluster.nameOf(node) + " is promoted without a committed election");
        Write promised = last.get(shard);
        if (election.kind() == ElectionKind.SWITCHOVER) {
            require(
                    Write.holds(node.data, promised) || excused.contains(shard),
                    () -> "a switchover of " + shard + " to " + cluster.nameOf(node) + " loses acknowledged writes");
            return;
        }
        checkReported(election, node);
        lost += number(promised) - number(Write.common(promised, node.data));
        cluster.trace(() -> cluster.nameOf(node) + " takes over " + shard + " with " + number(node.data) + " of "
                + number(promised) + " writes");
        last.put(shard, node.data);
    }

    /** Everything that the leader had heard of and that the replica lacks is in the figure that it reports. */
    private void checkReported(Election election, FakeNode node) {
        NodeView former = known.get(election);
        boolean comparable = former != null
                && former.replicationId().equals(node.formerReplicationId)
                && election.estimatedLossBytes() >= 0;
        require(
                !comparable || former.offset() - node.offset <= election.estimatedLossBytes(),
                () -> "the failover of " + election.shard() + " to " + cluster.nameOf(node) + " loses "
                        + (former.offset() - node.offset) + " bytes and reports " + election.estimatedLossBytes());
    }

    @Override
    public void emptied(FakeNode node, boolean mayBeLost) {
        if (mayBeLost) {
            excused.add(shardOf(node));
        }
    }

    /** Every primary holds every acknowledged write that no failover has reported as lost. */
    void checkEnd() {
        for (Shard shard : cluster.map().shards()) {
            FakeNode primary = cluster.redis().node(shard.primary().id());
            Write promised = last.get(shard.id());
            require(
                    primary.data == promised || excused.contains(shard.id()),
                    () -> "in the end " + cluster.nameOf(primary) + " holds " + number(primary.data) + " writes of "
                            + shard.id() + ", not the " + number(promised) + " acknowledged ones");
        }
    }

    private static long number(Write write) {
        return write == null ? 0 : write.number();
    }

    private String shardOf(FakeNode node) {
        return cluster.map().shardOf(node.id).map(Shard::id).orElse("");
    }

    private static String key(Election election) {
        return election.shard() + "/" + election.epoch();
    }
}
