package io.slotkeeper.cli.system;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives tests a {@link SystemCluster} of three shards with one replica each, well at the start of every test. All classes
 * share it, because a cluster of seven JVMs takes its time to start; one that does not recover is replaced.
 */
class SharedCluster implements ParameterResolver, BeforeEachCallback, TestExecutionExceptionHandler {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(SharedCluster.class);

    /** Closed by JUnit after the last test. */
    private static final class Holder implements AutoCloseable {
        private final Supplier<SystemCluster> start;
        private SystemCluster cluster;

        Holder(Supplier<SystemCluster> start) {
            this.start = start;
        }

        SystemCluster healthy() {
            if (cluster != null) {
                try {
                    cluster.heal();
                } catch (AssertionError | RuntimeException e) {
                    System.out.println("The shared cluster did not recover and is replaced: " + e);
                    LogTails.print(cluster.logs());
                    close();
                }
            }
            if (cluster == null) {
                cluster = start.get();
            }
            return cluster;
        }

        @Override
        public void close() {
            if (cluster != null) {
                cluster.close();
                cluster = null;
            }
        }
    }

    /** Starts the cluster that is shared. */
    SystemCluster start() {
        return SystemCluster.start(SystemOptions.of("shared", 3, 1));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        holder(context).healthy();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SystemCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return holder(context).cluster;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable throwable) throws Throwable {
        LogTails.print(holder(context).cluster.logs());
        throw throwable;
    }

    private Holder holder(ExtensionContext context) {
        return context.getRoot()
                .getStore(SPACE)
                .getOrComputeIfAbsent(getClass(), key -> new Holder(this::start), Holder.class);
    }
}
