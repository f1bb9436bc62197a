package io.slotkeeper.cli.command;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slotkeeper resume}. */
@Command(name = "resume", description = "Ends a maintenance pause before its time.")
public final class ResumeCommand extends UpkeepCommand {
    @Option(
            names = "--shard",
            paramLabel = "SHARD",
            description = "The pause of this shard. Without it: the pause of all shards.")
    String shard;

    @Override
    String path() {
        return "/v1/resume";
    }

    @Override
    Map<String, Object> request() {
        return shard == null ? Map.of() : Map.of("shard", shard);
    }
}
