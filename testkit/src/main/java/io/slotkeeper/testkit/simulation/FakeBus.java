package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.LeaseGrant;
import io.slotkeeper.core.protocol.LeaseTiming;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What coordinators and agents say to each other: reports, commands and their replies, leases. */
final class FakeBus {
    private static final long WAIT_MICROS = 1000;
    private static final long WAIT_LIMIT_NANOS = 1_000_000_000L;
    private static final long LONG_LEASE_MILLIS = 5000;

    private final FakeCluster cluster;
    private final Map<OrderType, Long> delays = new EnumMap<>(OrderType.class);

    FakeBus(FakeCluster cluster) {
        this.cluster = cluster;
    }

    /** An agent tells all coordinators how its node is. */
    void report(FakeAgent agent) {
        agent.process().run(() -> {
            AgentReport report = cluster.codec().coded(agent.report());
            for (FakeCoordinator coordinator : cluster.coordinators()) {
                cluster.network().send(agent.name(), coordinator.name(), () -> coordinator.heard(report));
            }
        });
    }

    void grant(FakeCoordinator sender, Effect.Grant effect) {
        LeaseGrant grant = cluster.codec().coded(effect.grant());
        LeaseGrant given = cluster.has(Flaw.LEASE_NOT_WAITED_FOR)
                ? new LeaseGrant(
                        grant.term(),
                        grant.shard(),
                        grant.sentNanos(),
                        grant.runId(),
                        LeaseTiming.ofLease(LONG_LEASE_MILLIS),
                        grant.endorsers())
                : grant;
        for (FakeAgent agent : cluster.agents()) {
            if (agent.identity().leaseAddress().equals(effect.address())) {
                cluster.network()
                        .send(sender.name(), agent.name(), () -> agent.guard().granted(given));
            }
        }
    }

    /** The next order of that type is on its way for so much longer. */
    void delayNext(OrderType type, long millis) {
        delays.put(type, millis);
    }

    void deliver(FakeCoordinator sender, Effect.Send effect) {
        AgentCommand command = cluster.codec().coded(effect.command());
        Long late = delays.remove(command.order().type());
        long extraMicros = late == null ? 0 : late * 1000;
        String host = cluster.agentAt(effect.address()).map(FakeAgent::name).orElse(effect.agent());
        sender.process().after(effect.timeoutMillis() * 1000, () -> sender.step(lost(command, true)));
        Asker asker = new Asker(sender, sender.process().life());
        cluster.network().send(sender.name(), host, extraMicros, () -> arrive(asker, effect.address(), command));
    }

    private static ControlEvent lost(AgentCommand command, boolean delivered) {
        return new ControlEvent.CommandLost(command.id(), delivered);
    }

    private void arrive(Asker sender, String address, AgentCommand command) {
        Optional<FakeAgent> agent = cluster.agentAt(address);
        Reaction reaction = agent.map(a -> a.reactionTo(command)).orElse(Reaction.UNDELIVERED);
        if (reaction == Reaction.UNDELIVERED) {
            sender.step(lost(command, false));
        } else {
            FakeAgent receiver = agent.orElseThrow();
            long waitUntilNanos = cluster.nanos() + WAIT_LIMIT_NANOS;
            receiver.process().run(() -> begin(sender, receiver, command, reaction, waitUntilNanos));
        }
    }

    /** An order that has to wait is judged when it arrives, and once more when the wait is over. */
    private void begin(Asker sender, FakeAgent agent, AgentCommand command, Reaction reaction, long waitUntilNanos) {
        boolean waits = reaction.carriedOut() && agent.mustWait(command);
        if (waits && agent.admits(command).isEmpty()) {
            work(sender, agent, command, reaction, waitUntilNanos);
        } else {
            finish(sender, agent, command, reaction, false);
        }
    }

    private void work(Asker sender, FakeAgent agent, AgentCommand command, Reaction reaction, long waitUntilNanos) {
        if (agent.mustWait(command) && cluster.nanos() < waitUntilNanos) {
            agent.process().after(WAIT_MICROS, () -> work(sender, agent, command, reaction, waitUntilNanos));
        } else {
            finish(sender, agent, command, reaction, true);
        }
    }

    private void finish(Asker sender, FakeAgent agent, AgentCommand command, Reaction reaction, boolean waited) {
        CommandReply reply = cluster.codec().coded(agent.execute(command, reaction, waited));
        if (reaction.carriedOut() && !(command.order() instanceof Order.Report)) {
            cluster.trace(() -> sender.name() + " to " + agent.name() + " term "
                    + command.guard().term() + " "
                    + command.guard().shard() + "/" + command.guard().epoch() + ": "
                    + command.order().type() + " "
                    + reply.result());
        }
        if (reaction.answers()) {
            cluster.network().send(agent.name(), sender.name(), () -> sender.answered(reply));
        }
        report(agent);
    }

    /** Who is to get the answer: the process that asked, and none that has come after it. */
    private record Asker(FakeCoordinator coordinator, int life) {
        String name() {
            return coordinator.name();
        }

        void step(ControlEvent event) {
            ifAlive(() -> coordinator.step(event));
        }

        void answered(CommandReply reply) {
            ifAlive(() -> coordinator.answered(reply));
        }

        private void ifAlive(Runnable action) {
            if (coordinator.process().life() == life) {
                action.run();
            }
        }
    }
}
