package io.slotkeeper.cli.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Prints the logs of a class's cluster when one of its tests fails. */
final class PrintLogs implements TestExecutionExceptionHandler {
    /** A test class with a cluster of its own. */
    interface Source {
        SystemCluster cluster();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable throwable) throws Throwable {
        LogTails.print(((Source) context.getRequiredTestInstance()).cluster().logs());
        throw throwable;
    }
}
