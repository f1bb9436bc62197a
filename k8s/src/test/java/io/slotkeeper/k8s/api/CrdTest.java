package io.slotkeeper.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the checked-in CRD against the types. Writes it with {@code -Dslotkeeper.docs.write=true}. */
class CrdTest {
    private static final Path FILE = Path.of("src/main/resources/io/slotkeeper/k8s/api", CrdManifest.FILE);

    @TempDir
    Path directory;

    @Test
    void theFileIsWhatFollowsFromTheTypes() throws IOException {
        String text = Serialization.asYaml(GeneratedCrd.generate(directory));
        if (Boolean.getBoolean("slotkeeper.docs.write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, text);
        }
        assertThat(FILE).as("regenerate with -Dslotkeeper.docs.write=true").hasContent(text);
    }

    @Test
    void hasTheNamesAndSubresourcesThatKubectlUses() {
        CustomResourceDefinition crd = CrdManifest.load();
        var version = crd.getSpec().getVersions().get(0);
        assertThat(crd.getSpec().getNames().getShortNames()).containsExactly("rdc");
        assertThat(version.getName()).isEqualTo("v1alpha1");
        assertThat(version.getSubresources().getStatus()).isNotNull();
        var scale = version.getSubresources().getScale();
        assertThat(scale.getSpecReplicasPath()).isEqualTo(".spec.shards");
        assertThat(scale.getStatusReplicasPath()).isEqualTo(".status.replicas");
        assertThat(version.getAdditionalPrinterColumns())
                .extracting("name")
                .containsExactly("Shards", "Replicas", "Ready", "Reason", "Map", "Age");
    }

    /** The API server fills in the defaults of the schema; a test or an older object has those of the types. */
    @Test
    void typesAndSchemaHaveTheSameDefaults() throws IOException {
        JsonNode ofTypes = new ObjectMapper()
                .readTree(Serialization.asJson(new RedisClusterSpec(
                        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                        null)));
        List<String> differing = new ArrayList<>();
        compare("spec", spec(), ofTypes, differing);
        assertThat(differing).isEmpty();
    }

    private static void compare(String path, JSONSchemaProps schema, JsonNode value, List<String> differing) {
        schema.getProperties().forEach((name, property) -> {
            String at = path + "." + name;
            JsonNode inType = value.path(name);
            JsonNode inSchema = property.getDefault();
            if (inType.isObject() && !property.getProperties().isEmpty()) {
                compare(at, property, inType, differing);
            } else if (inSchema != null && !inSchema.equals(inType)) {
                differing.add(at + ": schema " + inSchema + ", type " + inType);
            } else if (inSchema == null && inType.isValueNode()) {
                differing.add(at + ": no default in the schema, type " + inType);
            }
        });
    }

    @Test
    void everyFieldIsDescribedAndEveryRuleSaysWhatToDo() {
        List<String> wrong = new ArrayList<>();
        inspect("spec", spec(), wrong);
        assertThat(wrong).isEmpty();
    }

    private static void inspect(String path, JSONSchemaProps schema, List<String> wrong) {
        schema.getXKubernetesValidations().stream()
                .filter(rule -> rule.getMessage() == null || rule.getReason() == null)
                .forEach(rule -> wrong.add(path + ": " + rule.getRule()));
        if (schema.getXKubernetesValidations().stream().distinct().count()
                != schema.getXKubernetesValidations().size()) {
            wrong.add(path + " has a rule twice");
        }
        boolean ofKubernetes = path.endsWith(".resources") || path.endsWith(".tolerations");
        if (!ofKubernetes) {
            schema.getProperties().forEach((name, property) -> {
                if (property.getDescription() == null) {
                    wrong.add(path + "." + name + " has no description");
                }
                inspect(path + "." + name, property, wrong);
            });
        }
    }

    private static JSONSchemaProps spec() {
        return CrdManifest.load()
                .getSpec()
                .getVersions()
                .get(0)
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec");
    }
}
