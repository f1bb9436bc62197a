package io.slotkeeper.k8s.scale;

import io.slotkeeper.k8s.coordinators.ClusterView;
import io.slotkeeper.k8s.coordinators.ClusterView.Node;
import io.slotkeeper.k8s.coordinators.ClusterView.Operation;
import io.slotkeeper.k8s.scale.RedisSet.Pod;
import io.slotkeeper.k8s.scale.Scale.Begin;
import io.slotkeeper.k8s.scale.Scale.HandOver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One step at a time towards the size of the spec:
 *
 * <pre>
 * 1 while an operation is under way nothing is begun; one that paused itself blocks, with its reason
 * 2 a StatefulSet whose pods are in no shard becomes one (add-shard), when all its pods are there
 * 3 a pod that is in no shard joins that of its StatefulSet (add-replica)
 * 4 a shard of a StatefulSet that is too much is removed (remove-shard), the last one first
 * 5 a pod with too high an ordinal leaves its shard (remove-replica), after a switchover when it is the primary
 * </pre>
 *
 * StatefulSets and pods are made before they are used, and removed once the coordinators know them no more; that is the work of
 * whoever renders them. Everything is decided from what is there, so it goes on after the operator was away. Pure.
 */
public final class ScalePlanner {
    /** How long an operation that was aborted is not begun again. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String ADD_SHARD = "add-shard";
    private static final String ADD_REPLICA = "add-replica";
    private static final String REMOVE_SHARD = "remove-shard";
    private static final String REMOVE_REPLICA = "remove-replica";

    private final int shards;
    private final int podsPerShard;
    private final ClusterView view;
    private final Instant now;

    /**
     * For one look.
     *
     * @param shards that the spec asks for
     * @param podsPerShard that the spec asks for
     */
    public ScalePlanner(int shards, int podsPerShard, ClusterView view, Instant now) {
        this.shards = shards;
        this.podsPerShard = podsPerShard;
        this.view = view;
        this.now = now;
    }

    /** What to do next, with the StatefulSets that are there. */
    public Scale plan(List<RedisSet> sets) {
        if (view.shards().isEmpty()) {
            return Scale.NONE;
        }
        Optional<Operation> running =
                view.operations().stream().filter(Operation::isUnderWay).findFirst();
        if (running.isPresent()) {
            return Scale.running(running.get(), whyPaused(running.get()));
        }
        return growing(sets)
                .or(() -> joining(sets))
                .or(() -> shrinking(sets))
                .or(() -> leaving(sets))
                .map(this::unlessJustAborted)
                .orElse(Scale.NONE);
    }

    private static Optional<Scale.Blocked> whyPaused(Operation operation) {
        return operation.state().equals("paused")
                ? Optional.of(new Scale.Blocked(
                        operation.code(),
                        "operation " + operation.id() + " is paused: " + operation.reason()
                                + "; resume or abort it with slotkeeper operations " + operation.id()))
                : Optional.empty();
    }

    /** Rule 2. */
    private Optional<Scale> growing(List<RedisSet> sets) {
        for (int number = 0; number < shards; number++) {
            Optional<RedisSet> set = set(sets, number);
            if (set.isEmpty()) {
                return Optional.of(Scale.waiting("StatefulSet " + number + " is not there yet"));
            }
            if (shardsOf(set.get()).isEmpty()) {
                List<String> spares = spares(set.get());
                return Optional.of(
                        spares.size() < podsPerShard
                                ? Scale.waiting("a new shard waits for its pods: " + spares.size() + " of "
                                        + podsPerShard + " are known to the coordinators")
                                : Scale.step(new Begin(ADD_SHARD, "", spares), "a new shard is formed of " + spares));
            }
        }
        return Optional.empty();
    }

    /** Rule 3. */
    private Optional<Scale> joining(List<RedisSet> sets) {
        for (int number = 0; number < shards; number++) {
            RedisSet set = set(sets, number).orElseThrow();
            List<String> joined = set.pods().stream()
                    .map(Pod::name)
                    .filter(pod -> shardOf(pod).isPresent())
                    .toList();
            if (joined.size() >= podsPerShard) {
                continue;
            }
            List<String> spares = spares(set);
            String shard = shardsOf(set).get(0);
            return Optional.of(
                    spares.isEmpty()
                            ? Scale.waiting("shard " + shard + " waits for a pod of StatefulSet " + number)
                            : Scale.step(
                                    new Begin(ADD_REPLICA, shard, spares), spares + " become replicas of " + shard));
        }
        return Optional.empty();
    }

    /** Rule 4. */
    private Optional<Scale> shrinking(List<RedisSet> sets) {
        return sets.stream()
                .filter(set -> set.number() >= shards && !shardsOf(set).isEmpty())
                .max((one, other) -> Integer.compare(one.number(), other.number()))
                .map(set -> {
                    String shard = shardsOf(set).get(0);
                    Optional<Node> stranger = view.nodesOf(shard).stream()
                            .filter(node -> set.pods().stream()
                                    .noneMatch(pod -> pod.name().equals(node.agent())))
                            .findFirst();
                    return stranger.map(node -> Scale.blocked(
                                    "ShardOfSeveralSets",
                                    "shard " + shard + " cannot go with StatefulSet " + set.number() + ": "
                                            + node.agent() + " belongs to it, too; remove that one from it first"))
                            .orElseGet(() -> Scale.step(
                                    new Begin(REMOVE_SHARD, shard, List.of()),
                                    "shard " + shard + " is emptied and removed"));
                });
    }

    /** Rule 5. */
    private Optional<Scale> leaving(List<RedisSet> sets) {
        for (RedisSet set : sets) {
            List<Node> leaving = set.pods().stream()
                    .filter(pod -> pod.ordinal() >= podsPerShard)
                    .flatMap(pod -> view.node(pod.name()).stream())
                    .filter(node -> node.shard().isPresent())
                    .toList();
            if (leaving.isEmpty()) {
                continue;
            }
            Optional<Node> primary = leaving.stream().filter(Node::primary).findFirst();
            List<String> names = leaving.stream().map(Node::agent).toList();
            return Optional.of(primary.map(node -> handOver(node, names))
                    .orElseGet(() -> Scale.step(new Begin(REMOVE_REPLICA, "", names), names + " leave their shard")));
        }
        return Optional.empty();
    }

    private Scale handOver(Node primary, List<String> leaving) {
        String shard = primary.shard().orElseThrow();
        return view.nodesOf(shard).stream()
                .filter(node -> node.well() && !leaving.contains(node.agent()))
                .findFirst()
                .map(node -> Scale.step(
                        new HandOver(shard, node.agent()), primary.agent() + " hands over to " + node.agent()))
                .orElseGet(() -> Scale.waiting("shard " + shard + " waits for a replica that can take over from "
                        + primary.agent() + ", which is to go"));
    }

    private Scale unlessJustAborted(Scale next) {
        if (!(next.step().orElse(null) instanceof Begin begin)) {
            return next;
        }
        return view.operations().stream()
                .filter(operation -> operation.state().equals("aborted")
                        && operation.kind().equals(begin.kind())
                        && operation
                                .endedAt()
                                .filter(end -> end.plus(PATIENCE).isAfter(now))
                                .isPresent())
                .reduce((first, second) -> second)
                .map(aborted -> Scale.blocked(
                        aborted.code(),
                        "operation " + aborted.id() + " (" + aborted.text() + ") was aborted: " + aborted.reason()
                                + "; it is begun again a minute later, unless the spec is changed back"))
                .orElse(next);
    }

    private static Optional<RedisSet> set(List<RedisSet> sets, int number) {
        return sets.stream().filter(set -> set.number() == number).findFirst();
    }

    /** Pods that are ready and whose nodes the coordinators know, but in no shard. */
    private List<String> spares(RedisSet set) {
        return set.pods().stream()
                .filter(pod -> pod.ready() && pod.ordinal() < podsPerShard)
                .map(Pod::name)
                .filter(pod -> view.node(pod)
                        .filter(node -> node.shard().isEmpty() && node.up())
                        .isPresent())
                .toList();
    }

    private List<String> shardsOf(RedisSet set) {
        return set.pods().stream()
                .flatMap(pod -> shardOf(pod.name()).stream())
                .distinct()
                .toList();
    }

    private Optional<String> shardOf(String pod) {
        return view.node(pod).flatMap(Node::shard);
    }
}
