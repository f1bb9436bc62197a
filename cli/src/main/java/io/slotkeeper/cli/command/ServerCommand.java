package io.slotkeeper.cli.command;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.output.Terminal;
import io.slotkeeper.cli.process.Parts;
import io.slotkeeper.cli.process.ProcessLauncher;
import io.slotkeeper.cli.process.RunningPart;
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
    abstract CompletableFuture<RunningPart> start(ProcessLauncher with);

    /** Its name in messages. */
    abstract String what();

    @Override
    public final Integer call() {
        Terminal terminal = Terminal.of(spec);
        CompletableFuture<RunningPart> starting = start(launcher);
        StopSignal signal = StopSignal.listen();
        CompletableFuture.anyOf(starting.handle((part, failure) -> true), signal.received())
                .join();
        if (signal.isStopped() && !starting.isDone()) {
            // Nothing is served yet; the end of the process ends what was begun.
            return signal.await().code();
        }
        RunningPart part = Parts.await(starting, what(), START_TIMEOUT);
        terminal.message(what() + " runs; Ctrl-C stops it");
        CompletableFuture.anyOf(signal.received(), part.ended()).join();
        terminal.message(what() + " is stopping");
        Parts.stop(part, what(), STOP_TIMEOUT).ifPresent(terminal::message);
        if (!signal.isStopped()) {
            throw new CommandFailure(ExitCode.FAILED, part.ended().join());
        }
        return signal.await().code();
    }
}
