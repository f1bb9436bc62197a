package io.slotkeeper.bench;

import io.slotkeeper.cli.SubcommandProvider;
import java.util.List;

/** Adds {@code bench} to the command line. */
public final class BenchCommands implements SubcommandProvider {
    @Override
    public List<Object> commands() {
        return List.of(new BenchCommand());
    }
}
