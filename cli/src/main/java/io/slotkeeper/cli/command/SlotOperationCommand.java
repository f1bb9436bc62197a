package io.slotkeeper.cli.command;

import io.slotkeeper.cli.config.CountConverter;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the commands that move slots have in common: how gently. */
abstract class SlotOperationCommand extends OperationCommand {
    @Option(
            names = "--throttle",
            paramLabel = "KEYS",
            defaultValue = "0",
            converter = CountConverter.Keys.class,
            description = "Most keys to move in a second, 0: as many as possible. Default: ${DEFAULT-VALUE}.")
    int throttle;

    @Option(
            names = "--big-keys",
            paramLabel = "last|skip|abort",
            defaultValue = "last",
            description = "What to do about slots that hold a big key. Default: ${DEFAULT-VALUE}.")
    String bigKeys;

    @Option(
            names = "--big-key-bytes",
            paramLabel = "BYTES",
            defaultValue = "16777216",
            converter = CountConverter.Bytes.class,
            description = "A key that takes more memory than this is big. Default: ${DEFAULT-VALUE}.")
    int bigKeyBytes;

    /** More fields of the request, besides how gently slots move. */
    abstract void describe(Map<String, Object> request);

    @Override
    final void complete(Map<String, Object> request) {
        describe(request);
        request.put("keysPerSecond", throttle);
        request.put("bigKeys", bigKeys);
        request.put("bigKeyBytes", bigKeyBytes);
    }
}
