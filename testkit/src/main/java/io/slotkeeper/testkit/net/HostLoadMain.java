package io.slotkeeper.testkit.net;

import io.slotkeeper.testkit.HistoryText;
import io.slotkeeper.testkit.WriteLoad;
import io.slotkeeper.testkit.WriteLoadOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;

/** The process of a {@link HostLoad}: writes until its standard input ends, then prints its history. */
final class HostLoadMain {
    private static final Duration FIRST_WRITE = Duration.ofSeconds(30);

    private HostLoadMain() {}

    static List<String> arguments(WriteLoadOptions options) {
        return List.of(
                options.seeds().stream().map(HostAndPort::toString).collect(Collectors.joining(",")),
                options.slots().stream().map(Object::toString).collect(Collectors.joining(",")),
                Integer.toString(options.writers().count()),
                Integer.toString(options.writers().first().orElseThrow()),
                Boolean.toString(options.writers().redirected()),
                options.pacing().toString(),
                options.timeout().toString());
    }

    private static WriteLoadOptions options(String... arguments) {
        WriteLoadOptions options = WriteLoadOptions.to(Arrays.stream(arguments[0].split(",", -1))
                        .map(HostAndPort::from)
                        .toList())
                .withSlots(Arrays.stream(arguments[1].split(",", -1))
                        .map(Integer::valueOf)
                        .toList())
                .withWriters(Integer.parseInt(arguments[2]))
                .withFirstWriter(Integer.parseInt(arguments[3]))
                .withPacing(Duration.parse(arguments[5]))
                .withTimeout(Duration.parse(arguments[6]));
        return Boolean.parseBoolean(arguments[4]) ? options : options.withoutRedirection();
    }

    public static void main(String... arguments) throws IOException {
        PrintStream output = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        try (WriteLoad load = WriteLoad.start(options(arguments))) {
            load.awaitMore(1, FIRST_WRITE);
            output.println(HostLoad.WRITING);
            output.flush();
            while (System.in.read() >= 0) {
                // Nothing is ever written there: the end is the signal.
            }
            HistoryText.lines(load.stop()).forEach(output::println);
            output.flush();
        }
    }
}
