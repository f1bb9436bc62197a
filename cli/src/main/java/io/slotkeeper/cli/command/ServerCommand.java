package io.slotkeeper.cli.command;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.cli.process.Parts;
import io.slotkeeper.cli.process.ProcessLauncher;
import io.slotkeeper.cli.process.RunningPart;
import io.slotkeeper.cli.process.Starting;
import io.slotkeeper.cli.process.StopSignal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that runs one part until it is told to stop. */
abstract class ServerCommand implements Callable<Integer> {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    @Spec
    CommandSpec spec;

    @Mixin
    StandardOptions standard;

    private final ProcessLauncher launcher;

    ServerCommand(ProcessLauncher launcher) {
        this.launcher = launcher;
    }

    /** Begins to start it. */
    abstract Starting start(ProcessLauncher with);

    /** Its name in messages. */
    abstract String what();

    @Override
    public final Integer call() {
        Terminal terminal = Terminal.of(spec);
        StopSignal signal = StopSignal.listen();
        Starting starting = start(launcher);
        CompletableFuture.anyOf(starting.part().handle((part, failure) -> true), signal.received())
                .join();
        if (signal.isStopped()) {
            return stop(starting, terminal, signal);
        }
        RunningPart part = Parts.await(starting.part(), what(), START_TIMEOUT);
        terminal.message(what() + " runs; Ctrl-C stops it");
        CompletableFuture.anyOf(signal.received(), part.ended()).join();
        if (signal.isStopped()) {
            return stop(starting, terminal, signal);
        }
        Parts.stop(part, what(), STOP_TIMEOUT).ifPresent(terminal::message);
        throw new CommandFailure(ExitCode.FAILED, part.ended().join());
    }

    private int stop(Starting starting, Terminal terminal, StopSignal signal) {
        terminal.message(what() + " is stopping");
        starting.stop(what(), STOP_TIMEOUT).ifPresent(terminal::message);
        return signal.await().code();
    }
}
