package io.slotkeeper.cli.command;

import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a coordinator and prints the answer. */
abstract class ClientCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    StandardOptions standard;

    @Mixin
    ClientOptions clientOptions;

    @Mixin
    OutputOptions output;

    @Override
    public final Integer call() {
        run(clientOptions.client(), Terminal.of(spec));
        return 0;
    }

    /** Asks and prints. */
    abstract void run(CoordinatorClient client, Terminal terminal);
}
