package io.slotkeeper.e2e.kube;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in the images: as in deploy/images/Dockerfile the launcher and its class path, and redis-server as the machine has
 * it.
 */
public final class Program {
    private static final Path ROOT = root();

    private Program() {}

    /** What a container of an image runs before its arguments. */
    static List<String> entryPoint(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1).replaceFirst("[:@].*", "");
        return switch (name) {
            case "agent", "coordinator" -> List.of("slotkeeper", name);
            default -> throw new IllegalArgumentException(image + " says no command, and none is known of it");
        };
    }

    /** A command whose program is looked up in the image. */
    static List<String> resolved(List<String> command) {
        List<String> resolved = new ArrayList<>(command);
        if (command.get(0).equals("slotkeeper")) {
            resolved.set(0, launcher());
        }
        return resolved;
    }

    /** The launcher script. */
    public static String launcher() {
        return ROOT.resolve("slotkeeper").toString();
    }

    /** What the launcher needs to run the built program as it is. */
    public static Map<String, String> environment() {
        Path jar = ROOT.resolve("bench/target/lib/slotkeeper.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: ./mvnw -DskipTests package");
        }
        return new TreeMap<>(Map.of(
                "PATH",
                System.getenv("PATH") + File.pathSeparator + ROOT,
                "JAVA_HOME",
                System.getProperty("java.home"),
                "SLOTKEEPER_CLASS_PATH",
                jar.toString()));
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("slotkeeper"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}
