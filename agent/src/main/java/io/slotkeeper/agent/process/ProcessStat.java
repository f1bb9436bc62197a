package io.slotkeeper.agent.process;

import java.util.Optional;

/**
 * What {@code /proc/<pid>/stat} says.
 *
 * @param state one letter: R runs, S sleeps, D waits for a device, T is stopped, Z is dead; see proc(5)
 * @param cpuTicks CPU time used so far, user and system, in clock ticks
 * @param startTicks when the process started, in clock ticks since boot: together with the pid it names a process
 */
record ProcessStat(char state, long cpuTicks, long startTicks) {
    private static final int STATE = 0;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int START_TICKS = 19;

    /** Parses the line; empty when it is none. The name stands in parentheses and may hold anything. */
    static Optional<ProcessStat> parse(String line) {
        int nameEnd = line.lastIndexOf(')');
        String[] fields =
                nameEnd < 0 ? new String[0] : line.substring(nameEnd + 1).trim().split(" ", -1);
        if (fields.length <= START_TICKS || fields[STATE].length() != 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcessStat(
                    fields[STATE].charAt(0),
                    Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]),
                    Long.parseLong(fields[START_TICKS])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** It cannot even begin to answer: stopped, traced, dead, or deep in the operating system. */
    boolean isStuck() {
        return "TtZXxD".indexOf(state) >= 0;
    }
}
