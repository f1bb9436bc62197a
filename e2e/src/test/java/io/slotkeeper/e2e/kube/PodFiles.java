package io.slotkeeper.e2e.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The volumes of a pod as directories. Nothing is mounted: in commands, arguments and variables a mount's path is replaced by
 * the directory. For one thread.
 */
final class PodFiles {
    private static final Pattern ANNOTATION = Pattern.compile("metadata\\.annotations\\['(.+)']");

    private final Pod pod;
    private final Path own;
    private final Path claims;

    /**
     * Makes the directories and what is in them.
     *
     * @param own directory of this very pod
     * @param claims with a directory for every claim that outlives pods
     */
    PodFiles(Pod pod, KubernetesClient client, Path own, Path claims) {
        this.pod = pod;
        this.own = own;
        this.claims = claims;
        pod.getSpec().getVolumes().forEach(volume -> make(volume, client));
    }

    private void make(Volume volume, KubernetesClient client) {
        try {
            Path directory = directory(volume);
            Files.createDirectories(directory);
            String namespace = pod.getMetadata().getNamespace();
            if (volume.getConfigMap() != null) {
                ConfigMap map = client.configMaps()
                        .inNamespace(namespace)
                        .withName(volume.getConfigMap().getName())
                        .require();
                for (Map.Entry<String, String> file : map.getData().entrySet()) {
                    Files.writeString(directory.resolve(file.getKey()), file.getValue());
                }
            } else if (volume.getSecret() != null) {
                Secret secret = client.secrets()
                        .inNamespace(namespace)
                        .withName(volume.getSecret().getSecretName())
                        .require();
                for (Map.Entry<String, String> file : secret.getData().entrySet()) {
                    Files.write(
                            directory.resolve(file.getKey()),
                            Base64.getDecoder().decode(file.getValue()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what the pod's annotations say into the files that follow them. */
    void follow(Pod now) {
        now.getSpec().getVolumes().stream()
                .filter(volume -> volume.getDownwardAPI() != null)
                .forEach(volume -> volume.getDownwardAPI().getItems().forEach(item -> {
                    Matcher field = ANNOTATION.matcher(item.getFieldRef().getFieldPath());
                    Optional<String> value = field.matches()
                            ? Optional.ofNullable(
                                    now.getMetadata().getAnnotations().get(field.group(1)))
                            : Optional.empty();
                    write(directory(volume).resolve(item.getPath()), value.orElse(""));
                }));
    }

    private static void write(Path file, String text) {
        try {
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                Files.writeString(file, text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A word of a command, argument or variable, with directories in the place of the container's mounts. */
    String outside(Container container, String word) {
        Map<String, String> directories = container.getVolumeMounts().stream()
                .collect(Collectors.toMap(VolumeMount::getMountPath, mount -> directory(volume(mount.getName()))
                        .toString()));
        // At once, since a directory may contain the path of another mount.
        String anyMount = directories.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile("(?<![\\w./-])(" + anyMount + ")(?=/|$)")
                .matcher(word)
                .replaceAll(path -> Matcher.quoteReplacement(directories.get(path.group())));
    }

    private Volume volume(String name) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no volume " + name));
    }

    private Path directory(Volume volume) {
        return volume.getPersistentVolumeClaim() == null
                ? own.resolve(Objects.requireNonNull(volume.getName()))
                : claims.resolve(volume.getPersistentVolumeClaim().getClaimName());
    }
}
