package io.slotkeeper.k8s.cli;

import io.slotkeeper.cli.SubcommandProvider;
import java.util.List;

/** Adds {@code operator} and {@code leave} to the command line. */
public final class OperatorCommands implements SubcommandProvider {
    @Override
    public List<Object> commands() {
        return List.of(new OperatorCommand(), new LeaveCommand());
    }
}
