package io.slotkeeper.coordinator.rehearsal;

import io.slotkeeper.coordinator.publish.FrameEncoder;
import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.control.ControlLoop;
import io.slotkeeper.core.control.ControlOptions;
import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.control.PromotionRequest;
import io.slotkeeper.core.detect.Moment;
import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.AgentReport;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.LeaseGrant;
import io.slotkeeper.core.protocol.ProcessState;
import io.slotkeeper.core.record.ApplyOutcome;
import io.slotkeeper.core.record.ClusterInitialized;
import io.slotkeeper.core.record.ClusterSettings;
import io.slotkeeper.core.record.ClusterState;
import io.slotkeeper.core.record.ElectionKind;
import io.slotkeeper.core.record.NodeRegistered;
import io.slotkeeper.core.record.RecordCodec;
import io.slotkeeper.core.record.ShardFormed;
import io.slotkeeper.core.record.ShardsPlanned;
import io.slotkeeper.core.record.SlotMapRecord;
import java.util.List;
import java.util.Optional;

/**
 * Plays failovers and switchovers of a made-up shard through a control loop of its own, with all encodings, before the
 * coordinator serves. A failover is the first of its kind in a young process for a long time, and the first run of code
 * costs class loading, linking and interpretation: tens of milliseconds in which a shard has no primary.
 *
 * <p>Possible because decisions are pure: nothing leaves the rehearsal, and time is a number. It is a warm-up and a
 * self-check, never a source of facts. Used by one thread.
 */
public final class Rehearsal {
    private static final long TIME_BETWEEN_NANOS = 5_000_000_000L;
    private static final long STEP_NANOS = 1_000_000;

    private final RehearsedNodes cluster = new RehearsedNodes();
    private final ControlLoop loop =
            new ControlLoop(ControlOptions.of(new ClusterSettings(1, 1)).withWarmUpRounds(0));
    private ClusterState state = ClusterState.initial();
    private long nanos = TIME_BETWEEN_NANOS;

    /**
     * Plays so many failovers and as many switchovers. Blocks for some hundred milliseconds at most.
     *
     * @return the number of promotions that came to their end; {@code 2 * rounds} unless the code is broken
     */
    public static int play(int rounds) {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.form();
        for (int round = 0; round < rounds; round++) {
            rehearsal.failover();
            rehearsal.switchover(round);
        }
        return Math.toIntExact(rehearsal.state.map().shard("s1").orElseThrow().epoch() - 1);
    }

    private void form() {
        apply(new ClusterInitialized("rehearsal", new ClusterSettings(1, 1), 0));
        cluster.nodes.forEach(node -> apply(new NodeRegistered(node, 0)));
        apply(new ShardsPlanned(List.of(cluster.planned()), 0));
        apply(new ShardFormed("s1", 0, 0));
        step(new ControlEvent.LeadershipGained(1, state, "rehearsal"));
    }

    private void failover() {
        nanos += TIME_BETWEEN_NANOS;
        reportBoth();
        report(cluster.primary(), ProcessState.GONE);
    }

    private void switchover(int round) {
        nanos += TIME_BETWEEN_NANOS;
        reportBoth();
        step(new ControlEvent.PromotionRequested(
                round,
                new PromotionRequest(
                        ElectionKind.SWITCHOVER, "s1", Optional.empty(), PromotionRequest.DEFAULT_TIMEOUT_MILLIS)));
    }

    private void reportBoth() {
        report(cluster.primary(), ProcessState.UP);
        report(cluster.replica(), ProcessState.UP);
        // Promotions are ordered from agents that were heard before a confirmation of the leadership.
        step(new ControlEvent.Tick(0));
    }

    private void report(int node, ProcessState process) {
        byte[] bytes = cluster.report(node, process, nanos).encode();
        step(new ControlEvent.ReportReceived(AgentReport.decode(bytes)));
    }

    private void step(ControlEvent event) {
        nanos += STEP_NANOS;
        loop.step(event, new Moment(nanos, nanos / 1_000_000)).forEach(this::perform);
    }

    private void perform(Effect effect) {
        if (effect instanceof Effect.Propose propose) {
            SlotMapRecord record = RecordCodec.decode(RecordCodec.encode(propose.record()));
            step(new ControlEvent.RecordApplied(record, apply(record)));
        } else if (effect instanceof Effect.Send send) {
            AgentCommand command = AgentCommand.decode(send.command().encode());
            byte[] reply = cluster.obey(send.agent(), command, nanos).encode();
            step(new ControlEvent.ReplyReceived(CommandReply.decode(reply)));
        } else if (effect instanceof Effect.ConfirmLeadership confirm) {
            step(new ControlEvent.LeadershipConfirmed(confirm.round()));
        } else if (effect instanceof Effect.Grant grant) {
            LeaseGrant.decode(grant.grant().encode());
        }
    }

    private ApplyOutcome apply(SlotMapRecord record) {
        ApplyOutcome outcome = record.applyTo(state);
        state = outcome.state();
        outcome.delta().ifPresent(FrameEncoder::change);
        return outcome;
    }
}
