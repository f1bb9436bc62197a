package io.slotkeeper.cli.system;

import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.RedisServerOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * What a {@link SystemCluster} is to be.
 *
 * @param name of the directory with its logs
 * @param shards wanted of the coordinator
 * @param replicas per shard
 * @param binary redis-server
 * @param password of the nodes
 * @param overSockets agents talk to their nodes over unix sockets
 * @param coordinators how many of them
 * @param places where everything runs
 * @param coordinatorFlags more words for each of them
 */
record SystemOptions(
        String name,
        int shards,
        int replicas,
        RedisBinary binary,
        Optional<String> password,
        boolean overSockets,
        int coordinators,
        Places places,
        List<String> coordinatorFlags) {
    static SystemOptions of(String name, int shards, int replicas) {
        return new SystemOptions(
                name, shards, replicas, RedisBinary.find(), Optional.empty(), false, 1, Places.LOOPBACK, List.of());
    }

    SystemOptions withCoordinators(int count) {
        return new SystemOptions(
                name, shards, replicas, binary, password, overSockets, count, places, coordinatorFlags);
    }

    SystemOptions withBinary(RedisBinary other) {
        return new SystemOptions(
                name, shards, replicas, other, password, overSockets, coordinators, places, coordinatorFlags);
    }

    SystemOptions withPassword(String secret) {
        return new SystemOptions(
                name,
                shards,
                replicas,
                binary,
                Optional.of(secret),
                overSockets,
                coordinators,
                places,
                coordinatorFlags);
    }

    SystemOptions withUnixSockets() {
        return new SystemOptions(
                name, shards, replicas, binary, password, true, coordinators, places, coordinatorFlags);
    }

    SystemOptions withPlaces(Places others) {
        return new SystemOptions(
                name, shards, replicas, binary, password, overSockets, coordinators, others, coordinatorFlags);
    }

    SystemOptions withCoordinatorFlags(String... flags) {
        return new SystemOptions(
                name, shards, replicas, binary, password, overSockets, coordinators, places, List.of(flags));
    }

    int nodes() {
        return shards * (1 + replicas);
    }

    /** To be applied to one node after the other: the first goes to the place of the first agent, and so on. */
    UnaryOperator<RedisServerOptions> redisOptions() {
        AtomicInteger agents = new AtomicInteger();
        return defaults -> {
            RedisServerOptions options = places.host("a" + agents.incrementAndGet())
                    .map(defaults::withHost)
                    .orElse(defaults);
            RedisServerOptions secured = password.map(options::withPassword).orElse(options);
            return overSockets ? secured.withUnixSocket(options.directory().resolve("redis.sock")) : secured;
        };
    }

    @Override
    public String toString() {
        return name + " (" + shards + " shards with " + replicas + " replicas, Redis " + binary.version() + ")";
    }
}
