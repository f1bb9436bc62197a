package io.slotkeeper.bench;

import io.slotkeeper.testkit.RedisBinary;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --redis-server}: which binary the clusters run. */
final class RedisServerOption {
    @Option(
            names = "--redis-server",
            paramLabel = "PATH",
            description = "redis-server binary. Without it: the one on the PATH, else the embedded one.")
    private Path redisServer;

    /** The one that is named, or the best that is there. */
    RedisBinary binary() {
        return redisServer == null ? RedisBinary.find() : RedisBinary.at(redisServer);
    }
}
