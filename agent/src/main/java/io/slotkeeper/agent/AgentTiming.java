package io.slotkeeper.agent;

import java.time.Duration;

/**
 * The agent's rhythm. All are positive.
 *
 * @param heartbeat how often it probes the node and reports; default 100 ms
 * @param reconnect how long it waits after a refused connection before it tries again; default 10 ms
 * @param retry how long it waits when the connection failed for another reason; default 500 ms
 * @param connectTimeout how long the operating system may take to connect; default 1 s
 * @param hangAfter a node that leaves a probe unanswered for so long is reported as silent; default 1 s
 * @param busyAfter a node that has not answered for so long counts as hung, whatever it does; default 15 s
 * @param answerTimeout a node that leaves an order's command unanswered for so long makes its outcome unknown; default 5 s
 */
public record AgentTiming(
        Duration heartbeat,
        Duration reconnect,
        Duration retry,
        Duration connectTimeout,
        Duration hangAfter,
        Duration busyAfter,
        Duration answerTimeout) {
    public AgentTiming {
        requireMillis("heartbeat interval", heartbeat);
        requireMillis("reconnect interval", reconnect);
        requireMillis("retry interval", retry);
        requireMillis("connect timeout", connectTimeout);
        requireMillis("hang-after", hangAfter);
        requireMillis("busy-after", busyAfter);
        requireMillis("answer timeout", answerTimeout);
        if (hangAfter.compareTo(busyAfter) >= 0) {
            throw new IllegalArgumentException("hang-after is " + hangAfter + " and busy-after " + busyAfter
                    + "; a busy node must be waited for longer than a hung one: raise --busy-after");
        }
    }

    /** The defaults. */
    public static AgentTiming defaults() {
        return new AgentTiming(
                Duration.ofMillis(100),
                Duration.ofMillis(10),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                Duration.ofSeconds(5));
    }

    /** A copy that calls a node hung earlier or later. */
    public AgentTiming withHangs(Duration hang, Duration busy) {
        return new AgentTiming(heartbeat, reconnect, retry, connectTimeout, hang, busy, answerTimeout);
    }

    private static void requireMillis(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException("the agent's " + name + " is " + value + "; give 1 ms or more");
        }
    }
}
