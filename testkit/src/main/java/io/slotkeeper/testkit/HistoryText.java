package io.slotkeeper.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/** A {@link History} as lines of text, so that one process can hand it to another of the same machine. */
public final class HistoryText {
    private static final String ACK = "ack";
    private static final String ERROR = "error";

    private HistoryText() {}

    /** One line for every acknowledgement and every kind of error. */
    public static Stream<String> lines(History history) {
        return Stream.concat(
                history.acks().stream().map(HistoryText::line),
                history.errors().entrySet().stream()
                        .map(error -> ERROR + " " + error.getKey() + " " + error.getValue()));
    }

    private static String line(Ack ack) {
        return String.join(
                " ",
                ACK,
                ack.prefix(),
                Integer.toString(ack.writer()),
                Long.toString(ack.number()),
                Integer.toString(ack.slot()),
                ack.node().getHost(),
                Integer.toString(ack.node().getPort()),
                Long.toString(ack.times().firstSent()),
                Long.toString(ack.times().sent()),
                Long.toString(ack.times().acked()));
    }

    /**
     * The history of these lines.
     *
     * @throws IllegalArgumentException for a line that {@link #lines} does not write
     */
    public static History parse(List<String> lines) {
        List<Ack> acks = new ArrayList<>();
        Map<String, Long> errors = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals(ACK) && words.length == 10) {
                acks.add(ack(words));
            } else if (words[0].equals(ERROR) && words.length == 3) {
                errors.put(words[1], Long.parseLong(words[2]));
            } else {
                throw new IllegalArgumentException("Not a line of a history: " + line);
            }
        }
        return new History(acks, errors);
    }

    private static Ack ack(String... words) {
        return new Ack(
                words[1],
                Integer.parseInt(words[2]),
                Long.parseLong(words[3]),
                Integer.parseInt(words[4]),
                new HostAndPort(words[5], Integer.parseInt(words[6])),
                new Ack.Times(Long.parseLong(words[7]), Long.parseLong(words[8]), Long.parseLong(words[9])));
    }
}
