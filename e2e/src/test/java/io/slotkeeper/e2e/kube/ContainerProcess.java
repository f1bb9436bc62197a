package io.slotkeeper.e2e.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.slotkeeper.testkit.ProcessReaper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One container: a process that is started again when it ends, and commands beside it. For one thread, but for signals. */
final class ContainerProcess {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

    private final Container container;
    private final PodFiles files;
    private final Path log;
    private final Map<String, String> environment;
    private volatile Process process;
    private long started;

    /**
     * Nothing runs yet.
     *
     * @param pod with its address
     * @param machine variables that the machine adds to those of the pod
     */
    ContainerProcess(Pod pod, Container container, PodFiles files, Path logs, Map<String, String> machine) {
        this.container = container;
        this.files = files;
        this.log = logs.resolve(pod.getMetadata().getName() + "." + container.getName() + ".log");
        this.environment = new TreeMap<>(Program.environment());
        environment.putAll(machine);
        for (EnvVar variable : container.getEnv()) {
            environment.put(variable.getName(), files.outside(container, value(pod, variable)));
        }
    }

    private static String value(Pod pod, EnvVar variable) {
        if (variable.getValueFrom() == null) {
            return variable.getValue();
        }
        String field = variable.getValueFrom().getFieldRef().getFieldPath();
        return switch (field) {
            case "status.podIP" -> pod.getStatus().getPodIP();
            case "metadata.name" -> pod.getMetadata().getName();
            default -> throw new IllegalArgumentException("field " + field);
        };
    }

    Container container() {
        return container;
    }

    /** Starts it, for the first time or again. */
    void start() {
        List<String> command = new ArrayList<>(
                container.getCommand().isEmpty() ? Program.entryPoint(container.getImage()) : container.getCommand());
        command.addAll(container.getArgs());
        process = exec(command);
        started = System.nanoTime();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether its last start was that long ago. */
    boolean hasRested(long nanos) {
        return System.nanoTime() - started >= nanos;
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Waits for its end; whether it came in time. */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Starts a command in it: its own, a probe or a hook. */
    Process exec(List<String> command) {
        List<String> words = command.stream()
                .map(word -> files.outside(container, expanded(word)))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(Program.resolved(words))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return ProcessReaper.start(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String expanded(String word) {
        Matcher references = REFERENCE.matcher(word);
        return references.replaceAll(
                found -> Matcher.quoteReplacement(environment.getOrDefault(found.group(1), found.group())));
    }
}
