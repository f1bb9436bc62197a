package io.slotkeeper.k8s.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slotkeeper.k8s.render.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/** The CRD as it follows from the types, with what the generator cannot express. */
final class GeneratedCrd {
    private GeneratedCrd() {}

    static CustomResourceDefinition generate(Path directory) throws IOException {
        Files.createDirectories(directory);
        var generated = new CRDGenerator()
                .customResourceClasses(RedisCluster.class)
                .forCRDVersions("v1")
                .inOutputDir(directory.toFile())
                .detailedGenerate();
        String file =
                generated.getCRDInfos("redisclusters.slotkeeper.io").get("v1").getFilePath();
        CustomResourceDefinition crd =
                Serialization.unmarshal(Files.readString(Path.of(file)), CustomResourceDefinition.class);
        CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
        version.getAdditionalPrinterColumns().sort(Comparator.comparingInt(GeneratedCrd::declaredAt));
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        withoutDoubles(root);
        limitName(root);
        keyConditions(root.getProperties().get("status").getProperties().get("conditions"));
        root.setRequired(List.of("spec"));
        return crd;
    }

    /** The order of the annotations; the generator sorts by path. */
    private static int declaredAt(CustomResourceColumnDefinition column) {
        return Arrays.stream(RedisCluster.class.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList()
                .indexOf(column.getName());
    }

    /** An annotation of a record's component is on its field and its accessor, and the generator finds both. */
    private static void withoutDoubles(JSONSchemaProps schema) {
        schema.setXKubernetesValidations(List.copyOf(new LinkedHashSet<>(schema.getXKubernetesValidations())));
        schema.getProperties().values().forEach(GeneratedCrd::withoutDoubles);
    }

    private static void limitName(JSONSchemaProps root) {
        root.setXKubernetesValidations(List.of(new ValidationRuleBuilder()
                .withRule("self.metadata.name.size() <= " + Names.LONGEST)
                .withMessage("the name of a RedisCluster has at most " + Names.LONGEST
                        + " characters, so that those of its pods fit: choose a shorter one")
                .withReason("FieldValueInvalid")
                .build()));
    }

    /** One condition of each type, also for server-side apply. */
    private static void keyConditions(JSONSchemaProps conditions) {
        conditions.setXKubernetesListType("map");
        conditions.setXKubernetesListMapKeys(List.of("type"));
        conditions.getItems().getSchema().setRequired(List.of("type", "status"));
    }
}
