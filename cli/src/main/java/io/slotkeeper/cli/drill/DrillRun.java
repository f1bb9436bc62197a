package io.slotkeeper.cli.drill;

import io.slotkeeper.cli.process.RedisAccess;
import io.slotkeeper.testkit.Ack;
import io.slotkeeper.testkit.HashTags;
import io.slotkeeper.testkit.History;
import io.slotkeeper.testkit.HistoryChecker;
import io.slotkeeper.testkit.KeySpace;
import io.slotkeeper.testkit.Login;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.WriteLoad;
import io.slotkeeper.testkit.WriteLoadOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Makes one fault under a write load of its own:
 *
 * <ol>
 *   <li>write to the shard until the writers are warm;
 *   <li>ask for the fault;
 *   <li>wait until another node takes writes, where the fault promotes, and until the cluster is healthy again;
 *   <li>stop writing, read every acknowledged key back, remove them all.
 * </ol>
 *
 * <p>Used by one thread.
 */
final class DrillRun {
    /** Stands before every key that a drill writes. */
    static final String PREFIX = "slotkeeper:drill:";
    /** How long such a key stays when it cannot be removed. */
    static final Duration EXPIRY = Duration.ofMinutes(10);

    private static final int WRITERS = 2;
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final Duration ATTEMPT = Duration.ofMillis(250);
    private static final int WARM_WRITES = 1000;
    private static final Duration WARM_WITHIN = Duration.ofSeconds(30);
    /** Less than the time that a connection waits for an answer. */
    private static final Duration REPLICATED_WITHIN = Duration.ofMillis(1500);
    /** Long enough for what a fault breaks to show in the status. */
    private static final Duration WATCHED = Duration.ofSeconds(2);

    private final DrillCluster cluster;
    private final DrillSettings settings;
    private final Login login;

    DrillRun(DrillCluster cluster, DrillSettings settings, RedisAccess access) {
        this.cluster = cluster;
        this.settings = settings;
        this.login = new Login(access.user(), access.password());
    }

    /**
     * Makes it, and waits until the cluster is healthy again.
     *
     * @throws io.slotkeeper.cli.CommandFailure if it is refused, nobody took over, or the cluster does not get healthy
     */
    DrillOutcome make(Fault fault) {
        DrillTarget target = DrillTarget.of(cluster.status(), settings.shard().orElse(""));
        long entry = cluster.newestEntry();
        HistoryChecker checker = new HistoryChecker(target.nodes(), login);
        try (WriteLoad load = WriteLoad.start(load(target))) {
            warm(load, target);
            awaitReplicas(target);
            long begun = System.nanoTime();
            cluster.request(fault, target, settings.hangFor(), false);
            if (fault.promotes()) {
                awaitAnother(load, target, begun, fault);
            }
            awaitOver(fault, begun);
            Optional<String> complaint = cluster.awaitHealthy(settings.settle());
            long healthyMillis = (System.nanoTime() - begun) / 1_000_000;
            History history = load.stop();
            HistoryChecker.Report report = checker.check(history);
            remove(checker, history);
            if (complaint.isPresent()) {
                throw DrillCluster.refused("After " + fault.label() + " the cluster was not healthy again within "
                        + settings.settle().toSeconds() + " s: " + complaint.get()
                        + ". Nothing more is drilled; whatever restarts your processes may have to be looked at.");
            }
            return outcome(fault, target, history, begun, report, entry, healthyMillis);
        }
    }

    private DrillOutcome outcome(
            Fault fault,
            DrillTarget target,
            History history,
            long begun,
            HistoryChecker.Report report,
            long entry,
            long healthyMillis) {
        long held = fault.promotes()
                ? AcceptedWrites.nanosToAnother(history.acks(), target.primary(), begun)
                : AcceptedWrites.longestGap(history.acks(), begun);
        return new DrillOutcome(
                fault,
                nameOf(fault, target),
                held / 1e6,
                settings.boundOf(fault).toMillis(),
                history.errors(),
                new DrillOutcome.Writes(
                        report.acknowledged(),
                        report.lost().size() + (long) report.unreadable().size()),
                cluster.promotion(target.shard(), entry),
                healthyMillis);
    }

    private WriteLoadOptions load(DrillTarget target) {
        String run = Long.toString(System.nanoTime() & Long.MAX_VALUE, Character.MAX_RADIX);
        return WriteLoadOptions.to(target.nodes())
                .withWriters(WRITERS)
                .withSlots(target.slots())
                .withPacing(PAUSE)
                .withTimeout(ATTEMPT)
                .withLogin(login)
                .withKeys(new KeySpace(PREFIX + run + ":", Optional.of(EXPIRY)));
    }

    private static void warm(WriteLoad load, DrillTarget target) {
        try {
            load.awaitMore(WARM_WRITES, WARM_WITHIN);
        } catch (AssertionError e) {
            throw DrillCluster.refused("Shard " + target.shard() + " takes no writes from here ("
                    + load.history().errors() + " at " + target.nodes()
                    + "), so nothing was drilled. Are its nodes reachable from this machine, and is the password right"
                    + " (--redis-user, --redis-password-file)?");
        }
    }

    /**
     * Waits until every replica has acknowledged a write: after a full copy Redis calls a replica's link up for as much as a
     * second before it sends it anything.
     */
    private void awaitReplicas(DrillTarget target) {
        int replicas = target.nodes().size() - 1;
        String key = PREFIX + "{" + HashTags.forSlot(target.slots().get(0)) + "}";
        try (RedisProbe probe = new RedisProbe(target.primary(), login)) {
            probe.command("SET", key, "1", "PX", Long.toString(EXPIRY.toMillis()));
            Object reached =
                    probe.command("WAIT", Integer.toString(replicas), Long.toString(REPLICATED_WITHIN.toMillis()));
            probe.command("DEL", key);
            if (!(reached instanceof Long count) || count < replicas) {
                throw DrillCluster.refused("Only " + reached + " of " + replicas + " replicas of shard "
                        + target.shard() + " received a write within " + REPLICATED_WITHIN.toMillis()
                        + " ms, so nothing was drilled. See `slotkeeper status`.");
            }
        } catch (JedisException e) {
            throw DrillCluster.refused("Primary " + target.primary() + " did not answer before the drill ("
                    + e.getMessage() + "), so nothing was drilled.");
        }
    }

    private void awaitAnother(WriteLoad load, DrillTarget target, long begun, Fault fault) {
        Duration limit =
                settings.boundOf(fault).multipliedBy(2).plus(settings.hangFor()).plus(WATCHED);
        try {
            Ack unused = load.awaitAckOfAnother(target.primary(), begun, target.slots()::contains, limit);
        } catch (AssertionError e) {
            throw DrillCluster.refused("After " + fault.label() + " of " + target.primary() + " no other node of shard "
                    + target.shard() + " took a write within " + limit.toSeconds() + " s; failed attempts: "
                    + load.history().errors() + ". See `slotkeeper history`.");
        }
    }

    /** A fault that lasts is over only then; any other shows soon. */
    private void awaitOver(Fault fault, long begun) {
        long lasts = fault.lasts() ? settings.hangFor().plus(PAUSE).toNanos() : 0;
        long until = begun + Math.max(lasts, WATCHED.toNanos());
        while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private static void remove(HistoryChecker checker, History history) {
        try {
            checker.remove(history);
        } catch (JedisException e) {
            // They expire by themselves.
        }
    }

    private static String nameOf(Fault fault, DrillTarget target) {
        return switch (fault.role()) {
            case PRIMARY -> target.shard() + " " + target.primaryAgent();
            case REPLICA -> target.shard() + " " + target.replicaAgent();
            case SHARD -> target.shard();
            case LEADER -> "leader";
        };
    }

    /** What would be hit, for the plan. */
    static List<String> words(Fault fault, DrillTarget target) {
        return List.of(fault.label(), nameOf(fault, target), fault.text());
    }
}
