package io.slotkeeper.coordinator.control;

import io.slotkeeper.coordinator.consensus.ConsensusLog;
import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.protocol.Addresses;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a leadership confirmed: a majority of the coordinators, this one included, must say that it knows no higher term. A
 * linearizable read of Ratis is no such confirmation (ADR 14). A leader that most of the others have deposed, or that hears
 * no majority, gives the leadership up: Ratis would keep it for as long as it has proposals to work on. Runs on the control
 * loop's context.
 */
final class LeadershipCheck {
    private static final Logger LOG = LoggerFactory.getLogger(LeadershipCheck.class);
    private static final long TIMEOUT_MILLIS = 300;

    private final EventBus bus;
    private final ConsensusLog log;
    private final String self;
    private final List<String> others;
    private final Consumer<ControlEvent> loop;

    LeadershipCheck(EventBus bus, ControlPorts ports, Consumer<ControlEvent> loop) {
        this.bus = bus;
        this.log = ports.log();
        this.self = ports.id();
        this.others = ports.peers().stream().filter(peer -> !peer.equals(self)).toList();
        this.loop = loop;
    }

    /** Tells the others what term this coordinator knows. */
    Future<Void> serve() {
        return bus.<Object>consumer(Addresses.term(self), this::asked).completion();
    }

    private void asked(Message<Object> question) {
        question.reply(log.term());
    }

    /** Asks now; the outcome is told exactly once. */
    void confirm(Effect.ConfirmLeadership effect) {
        if (!log.isLeader() || log.term() != effect.term()) {
            loop.accept(new ControlEvent.LeadershipDoubted(effect.round()));
            return;
        }
        Count count = new Count(effect, 1 + others.size());
        count.add(Answer.CONFIRMS);
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(TIMEOUT_MILLIS);
        for (String other : others) {
            bus.<Long>request(Addresses.term(other), "", options)
                    .onComplete(
                            term -> count.add(term.body() <= effect.term() ? Answer.CONFIRMS : Answer.DEPOSES),
                            failure -> count.add(Answer.NONE));
        }
    }

    /** What another coordinator says of the leadership. */
    private enum Answer {
        CONFIRMS,
        DEPOSES,
        NONE
    }

    /** Counts until it is clear. */
    private final class Count {
        private final Effect.ConfirmLeadership effect;
        private final int group;
        private int yes;
        private int no;
        private int higher;
        private boolean told;

        Count(Effect.ConfirmLeadership effect, int group) {
            this.effect = effect;
            this.group = group;
        }

        void add(Answer answer) {
            yes += answer == Answer.CONFIRMS ? 1 : 0;
            no += answer == Answer.CONFIRMS ? 0 : 1;
            higher += answer == Answer.DEPOSES ? 1 : 0;
            if (!told && 2 * yes > group) {
                told = true;
                loop.accept(new ControlEvent.LeadershipConfirmed(effect.round()));
            } else if (!told && 2 * no >= group) {
                told = true;
                LOG.debug("The leadership of term {} was not confirmed", effect.term());
                resignIfOver();
                loop.accept(new ControlEvent.LeadershipDoubted(effect.round()));
            }
        }

        /** Silence alone may be the event bus's fault; the log knows whether it is alone. */
        private void resignIfOver() {
            if (log.isLeader() && log.term() == effect.term() && (2 * higher >= group || log.isIsolated())) {
                LOG.warn(
                        "The leadership of term {} is given up: {}",
                        effect.term(),
                        2 * higher >= group
                                ? "most of the others know a higher term"
                                : "a majority of the coordinators does not answer");
                log.resign();
            }
        }
    }
}
