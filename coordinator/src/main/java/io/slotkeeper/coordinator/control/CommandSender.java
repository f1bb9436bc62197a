package io.slotkeeper.coordinator.control;

import io.slotkeeper.core.codec.MalformedEncodingException;
import io.slotkeeper.core.control.ControlEvent;
import io.slotkeeper.core.control.Effect;
import io.slotkeeper.core.protocol.CommandReply;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends commands to agents and reports each one's outcome exactly once. Runs on the control loop's context. */
final class CommandSender {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSender.class);

    private final EventBus bus;
    private final Consumer<ControlEvent> loop;

    CommandSender(EventBus bus, Consumer<ControlEvent> loop) {
        this.bus = bus;
        this.loop = loop;
    }

    void send(Effect.Send effect) {
        long id = effect.command().id();
        LOG.debug("Command {} to {}: {}", id, effect.agent(), effect.command().order());
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(effect.timeoutMillis());
        bus.<byte[]>request(effect.address(), effect.command().encode(), options)
                .onComplete(reply -> {
                    if (reply.succeeded()) {
                        answered(effect, reply.result().body());
                    } else {
                        lost(effect, reply.cause());
                    }
                });
    }

    private void answered(Effect.Send effect, byte[] body) {
        try {
            CommandReply reply = CommandReply.decode(body);
            LOG.debug("Command {} to {}: {} {}", reply.commandId(), effect.agent(), reply.result(), reply.text());
            loop.accept(new ControlEvent.ReplyReceived(reply));
        } catch (MalformedEncodingException e) {
            LOG.error("Agent {} answered {} with bytes that are no reply", effect.agent(), effect.command(), e);
            loop.accept(new ControlEvent.CommandLost(effect.command().id(), true));
        }
    }

    private void lost(Effect.Send effect, Throwable cause) {
        boolean delivered = !(cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS);
        LOG.debug("Command {} to {} is lost: {}", effect.command().id(), effect.agent(), cause.getMessage());
        loop.accept(new ControlEvent.CommandLost(effect.command().id(), delivered));
    }
}
