package io.slotkeeper.cli.command;

import io.slotkeeper.cli.process.RedisAccess;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How to log in to the Redis nodes. */
final class RedisLoginOptions {
    @Option(names = "--redis-user", paramLabel = "USER", description = "ACL user; without it the default user.")
    String redisUser;

    @Option(
            names = "--redis-password-file",
            paramLabel = "FILE",
            description = "Holds the password in one line; else SLOTKEEPER_REDIS_PASSWORD, else none.")
    Path redisPasswordFile;

    RedisAccess access() {
        return RedisAccess.read(redisUser, redisPasswordFile, System.getenv(RedisAccess.VARIABLE));
    }
}
