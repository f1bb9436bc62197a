package io.slotkeeper.cli.quickstart;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import io.slotkeeper.cli.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What is written into a data directory about the cluster in it. Shards, replicas and ports are fixed: the nodes know
 * each other by their ports, and the coordinator's log holds the counts.
 *
 * @param shards as formed
 * @param replicas as formed
 * @param redisPort port of the first node
 * @param coordinators how many logs there are
 * @param formed whether the cluster was writable once; before that, an interrupted start may have left anything
 */
record Manifest(int shards, int replicas, int redisPort, int coordinators, boolean formed) {
    /** Name of the file. */
    static final String FILE = "quickstart.yaml";

    static Manifest of(QuickstartSettings settings) {
        Topology topology = settings.topology();
        return new Manifest(
                topology.shards(), topology.replicas(), topology.redisPort(), settings.coordinators(), false);
    }

    Manifest asFormed() {
        return new Manifest(shards, replicas, redisPort, coordinators, true);
    }

    /** Replaces the file as a whole, so that it is never half-written. */
    void write(Path directory) throws IOException {
        Path aside = directory.resolve(FILE + ".new");
        Files.writeString(aside, """
                # Written by slotkeeper quickstart: do not edit.
                shards: %d
                replicas: %d
                redis-port: %d
                coordinators: %d
                formed: %s
                """.formatted(shards, replicas, redisPort, coordinators, formed));
        Files.move(aside, directory.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads it.
     *
     * @throws CommandFailure if it is truncated or damaged
     */
    static Manifest read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            ConfigFile content = ConfigFile.read(file);
            return new Manifest(
                    number(content, "shards"),
                    number(content, "replicas"),
                    number(content, "redis-port"),
                    number(content, "coordinators"),
                    Boolean.parseBoolean(text(content, "formed")));
        } catch (IllegalArgumentException | CommandFailure e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    file + " is damaged (" + e.getMessage() + "): it must name shards, replicas, redis-port,"
                            + " coordinators and formed. Restore it from a backup, or delete " + directory
                            + " to start a new cluster without its data.",
                    e);
        }
    }

    /**
     * Refuses to start this cluster as another one.
     *
     * @throws CommandFailure naming the flag that differs
     */
    void requireSame(Manifest wanted, Path directory) {
        requireSame("--shards", shards, wanted.shards, directory);
        requireSame("--replicas", replicas, wanted.replicas, directory);
        requireSame("--redis-port", redisPort, wanted.redisPort, directory);
        requireSame("--coordinators", coordinators, wanted.coordinators, directory);
    }

    private static void requireSame(String flag, int kept, int wanted, Path directory) {
        if (kept != wanted) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    flag + " is " + wanted + ", but the cluster in " + directory + " was made with " + kept
                            + ", which cannot be changed there. Start it with " + flag + " " + kept
                            + ", or choose another --data-dir.");
        }
    }

    private static int number(ConfigFile content, String key) {
        return Integer.parseInt(text(content, key));
    }

    private static String text(ConfigFile content, String key) {
        ConfigFile.Entry entry = content.entries().get(key);
        if (entry == null) {
            throw new IllegalArgumentException("\"" + key + "\" is missing");
        }
        return entry.value();
    }
}
