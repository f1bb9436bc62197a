package io.slotkeeper.coordinator.group;

import io.slotkeeper.coordinator.consensus.Admission.Standing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a coordinator may open its log, by what the others of its group say. Pure; the first row that fits counts:
 *
 * <pre>
 * directory   the others                                     then
 * any         one was started with other --peers             refuse
 * any         one speaks another protocol                    refuse
 * not empty   one is of another group                        refuse
 * member      anything else                                  admit
 * empty       one is a member           and --replace        replace, in its group
 * empty       one is a member                                refuse: the disk is lost, or it is new
 * empty       all are there             and the first by id  enter a new group
 * empty       all are there, the first by id is in a group   enter that group
 * replacing   one is a member                                admit
 * ready       every other one is ready or a member           admit
 * any         anything else                                  wait
 * </pre>
 *
 * <p>A group is thus formed in two steps, each on disk at all coordinators before the next one begins: enter, then vote. One
 * that finds the others beyond the first step with an empty directory of its own has lost what it had.
 */
final class AdmissionRules {
    private AdmissionRules() {}

    /** What is to be done. */
    enum Step {
        ADMIT,
        ENTER,
        REPLACE,
        WAIT,
        REFUSE
    }

    /**
     * A step, and what to say about it.
     *
     * @param group which one to enter; empty for a new one
     */
    record Verdict(Step step, String text, Optional<String> group) {}

    /**
     * Judges.
     *
     * @param self of the coordinator in question
     * @param replace whether its operator says that it stands in for a lost one
     * @param others by id; those that do not answer are missing
     */
    static Verdict judge(Introduction self, boolean replace, Map<String, Introduction> others) {
        return disagreement(self, others.values()).orElseGet(() -> switch (self.standing()) {
            case MEMBER -> verdict(Step.ADMIT, "its log is there");
            case EMPTY -> empty(self, replace, others);
            case REPLACING ->
                member(others.values()).isPresent()
                        ? verdict(Step.ADMIT, "it is to replace a lost one")
                        : waiting(self, others);
            case READY ->
                others.size() == self.peers().size() - 1
                                && others.values().stream().noneMatch(each -> each.standing() == Standing.EMPTY)
                        ? verdict(Step.ADMIT, "all are ready")
                        : waiting(self, others);
        });
    }

    private static Optional<Verdict> disagreement(Introduction self, Collection<Introduction> others) {
        for (Introduction other : others) {
            if (other.protocol() != self.protocol()) {
                return Optional.of(verdict(
                        Step.REFUSE,
                        "coordinator " + other.id() + " speaks protocol " + other.protocol() + ", this release "
                                + self.protocol() + "; run coordinators of one release, or of releases that the"
                                + " changelog calls compatible"));
            }
            if (!other.peers().equals(self.peers())) {
                return Optional.of(verdict(
                        Step.REFUSE,
                        "coordinator " + other.id() + " was started with --peers " + list(other.peers())
                                + ", this one with --peers " + list(self.peers())
                                + "; all coordinators of a group must list the same ids and addresses"));
            }
            if (!self.group().isEmpty()
                    && !other.group().isEmpty()
                    && !other.group().equals(self.group())) {
                return Optional.of(verdict(
                        Step.REFUSE,
                        "the data directory is of the group " + self.group() + ", but coordinator " + other.id()
                                + " belongs to " + other.group()
                                + ": it is of another cluster; choose the right --data-dir"));
            }
        }
        return Optional.empty();
    }

    private static Verdict empty(Introduction self, boolean replace, Map<String, Introduction> others) {
        Optional<Introduction> member = member(others.values());
        if (member.isPresent() && replace) {
            return new Verdict(
                    Step.REPLACE,
                    "it replaces a lost one",
                    Optional.of(member.get().group()));
        }
        if (member.isPresent()) {
            return verdict(
                    Step.REFUSE,
                    "the data directory is empty, but the group exists already at coordinator "
                            + member.get().id() + ". If the disk of " + self.id()
                            + " is lost for good, start it once with --replace; otherwise name the right --data-dir");
        }
        String first = self.peers().keySet().iterator().next();
        if (others.size() < self.peers().size() - 1) {
            return waiting(self, others);
        }
        if (first.equals(self.id())) {
            return verdict(Step.ENTER, "all are there");
        }
        Introduction founder = others.get(first);
        return founder != null && !founder.group().isEmpty()
                ? new Verdict(Step.ENTER, "the group is founded", Optional.of(founder.group()))
                : waiting(self, others);
    }

    private static Optional<Introduction> member(Collection<Introduction> others) {
        return others.stream()
                .filter(each -> each.standing() == Standing.MEMBER)
                .findFirst();
    }

    private static Verdict waiting(Introduction self, Map<String, Introduction> others) {
        List<String> missing = self.peers().entrySet().stream()
                .filter(peer -> !peer.getKey().equals(self.id()) && !others.containsKey(peer.getKey()))
                .map(peer -> peer.getKey() + " (" + peer.getValue() + ")")
                .toList();
        return verdict(
                Step.WAIT,
                missing.isEmpty()
                        ? "the others are getting ready"
                        : "a new group is formed once all of its coordinators are there; missing: "
                                + String.join(", ", missing));
    }

    private static Verdict verdict(Step step, String text) {
        return new Verdict(step, text, Optional.empty());
    }

    private static String list(Map<String, String> peers) {
        return peers.entrySet().stream()
                .map(peer -> peer.getKey() + "=" + peer.getValue())
                .collect(Collectors.joining(","));
    }
}
