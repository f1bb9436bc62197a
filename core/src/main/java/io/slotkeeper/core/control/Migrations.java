package io.slotkeeper.core.control;

import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.map.Node;
import io.slotkeeper.core.map.Shard;
import io.slotkeeper.core.map.ShardState;
import io.slotkeeper.core.migrate.MigrationPort;
import io.slotkeeper.core.migrate.Migrator;
import io.slotkeeper.core.operation.Operation;
import io.slotkeeper.core.protocol.Endpoint;
import io.slotkeeper.core.protocol.NodeRole;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The migrator's place in the control loop. */
final class Migrations implements MigrationPort {
    private final LoopContext context;
    private final Leases leases;
    private final NodesAwaited awaited;
    private final Migrator migrator;

    Migrations(LoopContext context, Leases leases) {
        this.context = context;
        this.leases = leases;
        this.awaited = new NodesAwaited(context);
        this.migrator = new Migrator(this, context.options.migration());
    }

    void attend() {
        if (context.leader && context.state.initialized()) {
            migrator.attend();
        }
    }

    void forget() {
        migrator.forget();
    }

    @Override
    public ClusterState state() {
        return context.state;
    }

    @Override
    public Moment now() {
        return context.now;
    }

    @Override
    public boolean servesAsPrimary(Node node) {
        return context.sight(node).isUpAs(NodeRole.PRIMARY);
    }

    @Override
    public Endpoint importing(Node node) {
        Endpoint itself = Endpoint.of(node);
        return context.sessionOf(node)
                .map(session -> session.report().guarding())
                .filter(guarding -> guarding.importPort() > 0)
                .map(guarding -> new Endpoint(node.id(), guarding.host(), guarding.importPort(), node.busPort()))
                .orElse(itself);
    }

    @Override
    public boolean isUp(Node node) {
        return context.sight(node).isUp();
    }

    @Override
    public boolean isChanging(String shard) {
        return context.state.election(shard).isPresent()
                || context.isProposing(ProposalSubject.shard(shard))
                || context.state
                        .map()
                        .shard(shard)
                        .filter(s -> s.state() == ShardState.ACTIVE)
                        .isEmpty();
    }

    /**
     * With a deadline, and only to agents that have seen this term: what a deposed leader ordered must not change the
     * owner of a slot that has gone on since.
     */
    @Override
    public void order(Node node, String shard, Order order, long timeoutMillis, Consumer<Result> then) {
        if (!leases.mayOrder(node)) {
            then.accept(new Result(false, "its agent has just started", Map.of()));
            return;
        }
        Shard owner = context.state.map().shard(shard).orElseThrow();
        long epoch = context.state.nextElectionEpoch(owner);
        long deadline = context.onAgentClock(node, context.now.nanos() + timeoutMillis * 1_000_000);
        context.send(node, shard, epoch, order, deadline, timeoutMillis, outcome -> {
            then.accept(new Result(outcome.done(), outcome.text(), outcome.figures()));
            attend();
        });
    }

    @Override
    public boolean propose(SlotMapRecord record) {
        return context.propose(record);
    }

    @Override
    public boolean isProposing(long operation, int window) {
        return context.isProposing(ProposalSubject.window(operation, window));
    }

    @Override
    public Optional<String> awaited(Operation operation) {
        return awaited.of(operation);
    }

    @Override
    public void wakeUp(long afterMillis) {
        context.emit(new Effect.WakeUp(afterMillis));
    }
}
