package io.slotkeeper.k8s.render;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The ConfigMap that every Redis pod mounts: its {@code redis.conf} and the scripts of its container. */
final class RedisConfig {
    private static final String[] SCRIPTS = {"start.sh", "ready.sh", "leave.sh"};

    private RedisConfig() {}

    static ConfigMap render(Request request) {
        Names names = request.names();
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(names.nodes())
                .withNamespace(names.namespace())
                .withLabels(names.labels(Names.REDIS))
                .endMetadata()
                .withData(data(request))
                .build();
    }

    /** File contents by name. */
    static Map<String, String> data(Request request) {
        Map<String, String> data = new TreeMap<>();
        data.put("redis.conf", redisConf(request));
        for (String script : SCRIPTS) {
            data.put(script, resource(script));
        }
        return data;
    }

    /** The last line wins: ours come after the user's. */
    private static String redisConf(Request request) {
        Map<String, String> lines = new LinkedHashMap<>();
        boolean durable = request.spec().storage() != null;
        lines.put("appendonly", durable ? "yes" : "no");
        lines.put("save", "\"\"");
        lines.putAll(request.spec().redis().directives());
        lines.put("port", Integer.toString(Ports.REDIS));
        lines.put("protected-mode", "no");
        lines.put("daemonize", "no");
        lines.put("cluster-enabled", "yes");
        lines.put("cluster-config-file", "nodes.conf");
        lines.put("cluster-replica-no-failover", "yes");
        lines.put("cluster-allow-replica-migration", "no");
        lines.put("cluster-require-full-coverage", "no");
        lines.put("repl-diskless-sync", "yes");
        lines.put("repl-diskless-sync-delay", "3600");
        StringBuilder text = new StringBuilder();
        lines.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        return text.toString();
    }

    static String resource(String name) {
        try (InputStream in = RedisConfig.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
