package io.slotkeeper.cli.system;

import io.slotkeeper.testkit.net.TestNetwork;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives tests a {@link SystemCluster} of three coordinators and of three shards with one replica each, every coordinator and
 * every agent with its node on a host of its own. Tests are skipped, with the reason, where hosts cannot be made.
 */
final class SharedHosts extends SharedCluster implements ExecutionCondition {
    private static final List<String> HOSTS = List.of("c1", "c2", "c3", "a1", "a2", "a3", "a4", "a5", "a6");

    @Override
    SystemCluster start() {
        Places places = Places.on(TestNetwork.create(HOSTS));
        return SystemCluster.start(
                SystemOptions.of("hosts", 3, 1).withCoordinators(3).withPlaces(places));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return TestNetwork.missing()
                .map(ConditionEvaluationResult::disabled)
                .orElse(ConditionEvaluationResult.enabled("test networks can be made"));
    }
}
