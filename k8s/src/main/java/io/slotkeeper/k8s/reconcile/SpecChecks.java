package io.slotkeeper.k8s.reconcile;

import io.slotkeeper.k8s.api.RedisCluster;
import io.slotkeeper.k8s.render.Names;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the schema cannot refuse, or would refuse at too high a price. Pure. */
final class SpecChecks {
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern DIRECTIVE = Pattern.compile("[a-z][a-z0-9-]*");

    private SpecChecks() {}

    /** What is wrong, why, and what to do; absent when all is well. */
    static Optional<String> problem(RedisCluster cluster) {
        String name = cluster.getMetadata().getName();
        if (!NAME.matcher(name).matches() || name.length() > Names.LONGEST) {
            return Optional.of("the name " + name + " cannot be part of the names of Services and pods: use at most "
                    + Names.LONGEST + " lower-case letters, digits and dashes, beginning with a letter");
        }
        return cluster.getSpec().redis().directives().entrySet().stream()
                .filter(entry -> !DIRECTIVE.matcher(entry.getKey()).matches()
                        || entry.getValue().contains("\n"))
                .findFirst()
                .map(entry -> "redis.config: '" + entry.getKey()
                        + "' is not a directive of redis.conf with its arguments in one line: write it in lower case");
    }
}
