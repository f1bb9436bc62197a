package io.slotkeeper.agent.command;

import io.slotkeeper.agent.AgentOptions;
import io.slotkeeper.agent.Dismissal;
import io.slotkeeper.agent.Reporter;
import io.slotkeeper.agent.command.CommandGuard.Refusal;
import io.slotkeeper.agent.health.AgentMetrics;
import io.slotkeeper.agent.node.NodeLostException;
import io.slotkeeper.agent.node.NodeSettings;
import io.slotkeeper.agent.node.NodeWatch;
import io.slotkeeper.core.codec.MalformedEncodingException;
import io.slotkeeper.core.protocol.AgentCommand;
import io.slotkeeper.core.protocol.CommandReply;
import io.slotkeeper.core.protocol.CommandReply.Result;
import io.slotkeeper.core.protocol.Order;
import io.slotkeeper.core.protocol.OrderType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands from the event bus, judges them by their guard, has them carried out and replies with a fresh report. All
 * on the agent's event loop.
 */
public final class CommandExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(CommandExecutor.class);
    private static final int MALFORMED = 400;
    /** A big key takes its time; its own timeout ends it. */
    private static final long BIG_KEY_MILLIS = 600_000;

    private final Vertx vertx;
    private final AgentOptions options;
    private final NodeWatch node;
    private final Reporter reporter;
    private final AgentMetrics metrics;
    private final Handlers handlers;
    private final CommandGuard guard = new CommandGuard();
    private Future<?> turn = Future.succeededFuture();
    private Optional<MessageConsumer<byte[]>> consumer = Optional.empty();

    /** What the executor works with, apart from the node. */
    public record Surroundings(
            Reporter reporter, AgentMetrics metrics, Guardian guardian, Consumer<Dismissal> dismissed) {}

    public CommandExecutor(
            Vertx vertx, AgentOptions options, NodeWatch node, NodeSettings settings, Surroundings surroundings) {
        this.vertx = vertx;
        this.options = options;
        this.node = node;
        this.reporter = surroundings.reporter();
        this.metrics = surroundings.metrics();
        this.handlers = new Handlers(vertx, options, node, settings, surroundings);
    }

    /** Takes commands at an address; done when all members of the cluster know it. */
    public Future<Void> start(String address) {
        MessageConsumer<byte[]> registered = vertx.eventBus().consumer(address, this::receive);
        consumer = Optional.of(registered);
        return registered.completion();
    }

    /** Takes no more commands. */
    public Future<Void> stop() {
        return consumer.map(MessageConsumer::unregister).orElse(Future.succeededFuture());
    }

    /** Gives the node its former settings back. Fails with the node's refusal. */
    public Future<Void> restoreSettings() {
        return handlers.restoreSettings()
                .compose(outcome -> outcome.result() == Result.DONE
                        ? Future.succeededFuture()
                        : Future.failedFuture(outcome.text()));
    }

    private void receive(Message<byte[]> message) {
        AgentCommand command;
        try {
            command = AgentCommand.decode(message.body());
        } catch (MalformedEncodingException e) {
            LOG.warn("A command could not be read: {}", e.getMessage());
            message.fail(MALFORMED, e.getMessage());
            return;
        }
        execute(command).onSuccess(reply -> message.reply(reply.encode())).onFailure(e -> {
            LOG.error(
                    "Command {} {} failed unexpectedly",
                    command.id(),
                    command.order().type(),
                    e);
            message.fail(MALFORMED, String.valueOf(e.getMessage()));
        });
    }

    private Future<CommandReply> execute(AgentCommand command) {
        long start = System.nanoTime();
        Optional<Refusal> refusal = guard.check(command.guard(), start);
        Future<Outcome> outcome;
        if (refusal.isPresent()) {
            outcome = refused(refusal.get());
        } else if (Handlers.inTurn(command.order())) {
            outcome = turn.transform(before -> judgeAgain(command));
            turn = outcome;
        } else {
            outcome = attempt(command);
        }
        return outcome.map(reached -> reply(command, reached, start));
    }

    private Future<Outcome> judgeAgain(AgentCommand command) {
        Optional<Refusal> refusal = guard.check(command.guard(), System.nanoTime());
        return refusal.isPresent() ? refused(refusal.get()) : attempt(command);
    }

    private static Future<Outcome> refused(Refusal refusal) {
        return Future.succeededFuture(new Outcome(refusal.result(), refusal.text(), -1, true));
    }

    private Future<Outcome> attempt(AgentCommand command) {
        return handlers.handle(command.order(), new Permit(guard, command.guard()))
                .compose(outcome -> outcome.fresh() ? Future.succeededFuture(outcome) : refreshed(outcome))
                .timeout(timeoutMillis(command.order()), TimeUnit.MILLISECONDS)
                .recover(this::lost);
    }

    /** The order is carried out already, so a node that is lost now is for the next report to tell. */
    private Future<Outcome> refreshed(Outcome outcome) {
        return node.refresh().transform(read -> Future.succeededFuture(outcome));
    }

    private long timeoutMillis(Order order) {
        long usual = options.timing().answerTimeout().toMillis() * 2;
        return order instanceof Order.MoveKeys move && move.limits().bigKeyBytes() > 0 ? BIG_KEY_MILLIS : usual;
    }

    private Future<Outcome> lost(Throwable failure) {
        if (failure instanceof NodeLostException lost) {
            return Future.succeededFuture(
                    lost.sent() ? Outcome.unknown(lost.getMessage()) : Outcome.failed(lost.getMessage()));
        }
        if (failure instanceof TimeoutException) {
            return Future.succeededFuture(Outcome.unknown("the node did not answer in time"));
        }
        // Nobody knows how far it got; the leader must look before it takes anything back.
        LOG.error("An order failed unexpectedly", failure);
        return Future.succeededFuture(Outcome.unknown("the agent failed: " + failure.getMessage()));
    }

    private CommandReply reply(AgentCommand command, Outcome outcome, long start) {
        long micros = (System.nanoTime() - start) / 1000;
        metrics.command(command.order().type(), outcome.result(), micros);
        if (outcome.result() != Result.DONE) {
            LOG.info("Order {} was not done ({}): {}", command.order().type(), outcome.result(), outcome.text());
        } else if (command.order().type() != OrderType.REPORT) {
            LOG.info(
                    "Order {} done in {} us, term {}, shard {}, epoch {}",
                    command.order().type(),
                    micros,
                    command.guard().term(),
                    command.guard().shard(),
                    command.guard().epoch());
        }
        return new CommandReply(
                command.id(),
                outcome.result(),
                outcome.text(),
                outcome.offset(),
                micros,
                outcome.figures(),
                reporter.report());
    }
}
