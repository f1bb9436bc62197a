package io.slotkeeper.k8s.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slotkeeper.k8s.api.CrdManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the checked-in manifests and chart against the code. Writes them with {@code -Dslotkeeper.docs.write=true}. */
class InstallFilesTest {
    private static final Path ROOT = Path.of("../deploy/kubernetes");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern PLACE = Pattern.compile("\\{\\{ \\.([A-Za-z.]+) }}");

    @Test
    void theFilesAreWhatTheCodeSays() throws IOException {
        for (Map.Entry<String, String> file : InstallFiles.all().entrySet()) {
            Path path = ROOT.resolve(file.getKey());
            if (Boolean.getBoolean("slotkeeper.docs.write")) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            assertThat(path).as("regenerate with -Dslotkeeper.docs.write=true").hasContent(file.getValue());
        }
        try (Stream<Path> there = Files.walk(ROOT)) {
            assertThat(there.filter(Files::isRegularFile)
                            .map(path -> ROOT.relativize(path).toString())
                            .filter(path -> !path.startsWith("samples/")))
                    .as("no file that nobody writes")
                    .containsExactlyInAnyOrderElementsOf(InstallFiles.all().keySet());
        }
    }

    /** Helm and kustomize themselves need not be installed: their steps for these files are few enough to repeat here. */
    @Test
    void theChartAndTheManifestsAreTheSame() throws IOException {
        Map<String, JsonNode> plain = new TreeMap<>();
        for (JsonNode name : YAML.readTree(file("manifests/kustomization.yaml")).path("resources")) {
            add(plain, file("manifests/" + name.asText()));
        }
        JsonNode namespace = plain.remove("Namespace/" + InstallFiles.NAMESPACE);
        assertThat(namespace)
                .as("Helm makes the namespace by --create-namespace")
                .isNotNull();
        JsonNode values = YAML.readTree(file("helm/slotkeeper/values.yaml"));
        Map<String, JsonNode> chart = new TreeMap<>();
        for (String path : InstallFiles.all().keySet()) {
            if (path.startsWith("helm/slotkeeper/crds/")) {
                add(chart, file(path));
            } else if (path.startsWith("helm/slotkeeper/templates/")) {
                add(chart, helm(file(path), values));
            }
        }
        assertThat(chart).isEqualTo(plain);
    }

    private static String helm(String template, JsonNode values) {
        Matcher places = PLACE.matcher(template);
        return places.replaceAll(place -> place.group(1).equals("Release.Namespace")
                ? InstallFiles.NAMESPACE
                : values.at("/" + place.group(1).substring("Values.".length()).replace('.', '/'))
                        .asText());
    }

    private static void add(Map<String, JsonNode> resources, String yaml) throws IOException {
        JsonNode resource = YAML.readTree(yaml);
        resources.put(
                resource.path("kind").asText() + "/"
                        + resource.path("metadata").path("name").asText(),
                resource);
    }

    /** A field that the types of Kubernetes do not have would be lost on the way through them. */
    @Test
    void everyManifestHasOnlyFieldsThatKubernetesKnows() throws IOException {
        for (String path : InstallFiles.all().keySet()) {
            if (path.startsWith("manifests/") && !path.endsWith("kustomization.yaml")) {
                HasMetadata typed = (HasMetadata) Serialization.unmarshal(file(path), KubernetesResource.class);
                assertThat(YAML.readTree(Serialization.asYaml(typed))).as(path).isEqualTo(YAML.readTree(file(path)));
                assertThat(typed.getClass().getSimpleName()).as("a known kind").isEqualTo(typed.getKind());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sampleFiles")
    void samplesAreValid(String name) throws IOException {
        List<JsonNode> clusters = new ArrayList<>();
        for (JsonNode document : YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(file("samples/" + name))
                .readAll()) {
            if (document.path("kind").asText().equals("RedisCluster")) {
                clusters.add(document);
            }
        }
        assertThat(clusters).hasSize(1);
        assertThat(schema().validate(clusters.get(0))).isEmpty();
    }

    static List<String> sampleFiles() {
        return InstallFiles.samples();
    }

    @ParameterizedTest
    @MethodSource("badSpecs")
    void theSchemaRefuses(String spec, String where) throws IOException {
        JsonNode cluster = YAML.readTree("kind: RedisCluster\nspec: " + spec);
        assertThat(schema().validate(cluster)).singleElement().satisfies(message -> assertThat(
                        message.getInstanceLocation().toString())
                .isEqualTo(where));
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> badSpecs() {
        return Stream.of(
                refused("{shards: 0}", "$.spec.shards"),
                refused("{shards: 501}", "$.spec.shards"),
                refused("{shards: many}", "$.spec.shards"),
                refused("{replicasPerShard: 6}", "$.spec.replicasPerShard"),
                refused("{replicasPerShard: -1}", "$.spec.replicasPerShard"),
                refused("{storage: {size: 10GB}}", "$.spec.storage.size"),
                refused("{storage: {storageClassName: fast}}", "$.spec.storage"),
                refused("{auth: {}}", "$.spec.auth"),
                refused("{whenDeleted: Keep}", "$.spec.whenDeleted"),
                refused("{failover: {leaseMillis: 100}}", "$.spec.failover.leaseMillis"),
                refused("{maintenanceWindows: [{start: '24:00', minutes: 5}]}", "$.spec.maintenanceWindows[0].start"),
                refused("{shardz: 3}", "$.spec"));
    }

    private static org.junit.jupiter.params.provider.Arguments refused(String spec, String where) {
        return org.junit.jupiter.params.provider.Arguments.of(spec, where);
    }

    /** The CRD's schema, unknown fields refused as kubectl's strict validation does. */
    private static JsonSchema schema() throws IOException {
        JsonNode root = new ObjectMapper()
                .readTree(Serialization.asJson(CrdManifest.load()
                        .getSpec()
                        .getVersions()
                        .get(0)
                        .getSchema()
                        .getOpenAPIV3Schema()));
        closeObjects(root.path("properties").path("spec"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    }

    private static void closeObjects(JsonNode schema) {
        if (schema.has("properties")) {
            ((com.fasterxml.jackson.databind.node.ObjectNode) schema).put("additionalProperties", false);
            schema.path("properties").forEach(InstallFilesTest::closeObjects);
        }
        if (schema.has("items")) {
            closeObjects(schema.path("items"));
        }
    }

    private static String file(String path) throws IOException {
        return Files.readString(ROOT.resolve(path));
    }
}
