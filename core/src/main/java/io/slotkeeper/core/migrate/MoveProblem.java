package io.slotkeeper.core.migrate;

import java.util.Arrays;
import java.util.Optional;

/** What an operation cannot get over by itself: it pauses and says so. The names are stable codes. */
public enum MoveProblem {
    TARGET_OUT_OF_MEMORY("free memory on the target, or raise its maxmemory, then resume or abort the operation"),
    BUSY_KEY("delete the copy that is wrong, then resume the operation"),
    TARGET_REFUSES("look at the reason, then resume the operation");

    private final String remedy;

    MoveProblem(String remedy) {
        this.remedy = remedy;
    }

    /** The problem that an agent's answer begins with. */
    static Optional<MoveProblem> of(String text) {
        return Arrays.stream(values())
                .filter(problem -> text.startsWith(problem.name() + ": "))
                .findFirst();
    }

    /** Whether a code stands for a problem. */
    static boolean isProblem(String code) {
        return Arrays.stream(values()).anyMatch(problem -> problem.name().equals(code));
    }

    /** The agent's sentence with the remedy. */
    String sentence(String text) {
        return text.substring(name().length() + 2) + "; " + remedy + ".";
    }

    /** How an agent says it. */
    public String say(String text) {
        return name() + ": " + text;
    }
}
