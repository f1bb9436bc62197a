package io.slotkeeper.cli.drill;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.client.CoordinatorClient;
import io.slotkeeper.cli.client.ProblemException;
import io.slotkeeper.cli.output.Cell;
import io.slotkeeper.cli.output.Table;
import io.slotkeeper.cli.process.RedisAccess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Faults on purpose, one after the other, measured by a client that writes. Nothing is done before {@link #check()} has found
 * nothing in the way. Used by one thread; methods block.
 */
public final class Drill {
    private final DrillCluster cluster;
    private final DrillSettings settings;
    private final RedisAccess access;

    public Drill(CoordinatorClient client, DrillSettings settings, RedisAccess access) {
        this.cluster = new DrillCluster(client);
        this.settings = settings;
        this.access = access;
    }

    /**
     * Looks whether the cluster is healthy, and asks whoever would make the faults whether they would. Changes nothing.
     *
     * @throws CommandFailure that names everything in the way
     */
    public void check() {
        Optional<String> complaint = cluster.complaint();
        if (complaint.isPresent()) {
            throw DrillCluster.refused("Only a healthy cluster is drilled, and " + stripped(complaint.get())
                    + ". Mend that first; see `slotkeeper status`.");
        }
        DrillTarget target = target();
        List<String> refusals = new ArrayList<>();
        for (Fault fault : settings.faults()) {
            try {
                if (fault == Fault.KILL_LEADER && cluster.coordinators() < 2) {
                    refusals.add(fault.label() + ": nobody is left to ask when the leader is killed; name all"
                            + " coordinators by --coordinator");
                }
                cluster.request(fault, target, settings.hangFor(), true);
            } catch (ProblemException e) {
                refusals.add(fault.label() + ": " + stripped(e.getMessage()));
            }
        }
        if (!refusals.isEmpty()) {
            throw DrillCluster.refused("Nothing was done, because not all of it can be:\n  "
                    + String.join("\n  ", refusals.stream().distinct().toList()));
        }
    }

    private DrillTarget target() {
        return DrillTarget.of(cluster.status(), settings.shard().orElse(""));
    }

    /** What would be done, one row for each fault. */
    public Table plan() {
        DrillTarget target = target();
        Table table = new Table("FAULT", "TARGET", "WHAT", "FOR>", "BOUND>");
        for (Fault fault : settings.faults()) {
            List<String> words = DrillRun.words(fault, target);
            table.row(
                    Cell.of(words.get(0)),
                    Cell.of(words.get(1)),
                    Cell.of(words.get(2)),
                    Cell.of(fault.lasts() ? settings.hangFor().toMillis() + " ms" : "-"),
                    Cell.of(settings.boundOf(fault).toMillis() + " ms"));
        }
        return table;
    }

    /** What the writers do, in a sentence for the plan. */
    public String writers() {
        DrillTarget target = target();
        return "Two writers set keys " + DrillRun.PREFIX + "* in slots "
                + target.slots().get(0) + " to "
                + target.slots().get(target.slots().size() - 1) + " of shard " + target.shard()
                + " meanwhile, one in about a millisecond each; the keys are removed in the end, and expire after "
                + DrillRun.EXPIRY.toMinutes()
                + " minutes at the latest. Who is primary is looked up anew before each fault.";
    }

    /**
     * Makes the faults until one does not go as it must.
     *
     * @param progress gets a sentence before each
     * @return one outcome for each fault that was made
     * @throws CommandFailure if a fault is refused or the cluster does not get healthy again
     */
    public DrillReport run(Consumer<String> progress) {
        DrillRun run = new DrillRun(cluster, settings, access);
        List<DrillOutcome> outcomes = new ArrayList<>();
        for (Fault fault : settings.faults()) {
            progress.accept(fault.label() + ": " + fault.text() + " ...");
            try {
                outcomes.add(run.make(fault));
            } catch (CommandFailure e) {
                return new DrillReport(outcomes, Optional.of(e));
            }
            Optional<String> failure = outcomes.get(outcomes.size() - 1).failure();
            if (failure.isPresent()) {
                break;
            }
        }
        return new DrillReport(outcomes, Optional.empty());
    }

    /** The plan for programs. */
    public List<Map<String, Object>> planJson() {
        DrillTarget target = target();
        List<Map<String, Object>> plan = new ArrayList<>();
        for (Fault fault : settings.faults()) {
            List<String> words = DrillRun.words(fault, target);
            Map<String, Object> step = new LinkedHashMap<>();
            step.put("fault", words.get(0));
            step.put("target", words.get(1));
            step.put("text", words.get(2));
            step.put("boundMillis", settings.boundOf(fault).toMillis());
            if (fault.lasts()) {
                step.put("forMillis", settings.hangFor().toMillis());
            }
            plan.add(step);
        }
        return plan;
    }

    private static String stripped(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
