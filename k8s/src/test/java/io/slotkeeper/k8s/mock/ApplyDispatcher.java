package io.slotkeeper.k8s.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The mock API server in CRUD mode, with what it lacks: server-side apply, and a record of all calls.
 *
 * <p>Apply as far as the operator uses it: fields of objects are merged, lists are replaced whole, fields that the same manager
 * applied before and now leaves out are removed, and what changes nothing gives no new resource version. There is one field
 * manager.
 */
final class ApplyDispatcher extends KubernetesCrudDispatcher {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATUS = "/status";

    private final Map<String, JsonNode> applied = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();

    /** A call that is answered with a failure instead. */
    record Refusal(String method, String pathPart, int status, String message) {}

    List<Call> calls() {
        return calls;
    }

    void refuse(Refusal refusal) {
        refusals.add(refusal);
    }

    void refuseNothing() {
        refusals.clear();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        calls.add(Call.of(request));
        for (Refusal refusal : refusals) {
            if (request.getMethod().equals(refusal.method())
                    && request.getPath().contains(refusal.pathPart())) {
                ObjectNode status = JSON.createObjectNode()
                        .put("kind", "Status")
                        .put("apiVersion", "v1")
                        .put("status", "Failure")
                        .put("message", refusal.message())
                        .put("code", refusal.status());
                return new MockResponse().setResponseCode(refusal.status()).setBody(status.toString());
            }
        }
        return super.dispatch(request);
    }

    @Override
    public MockResponse handlePatch(RecordedRequest request) {
        String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
        if (!type.startsWith("application/apply-patch")) {
            return super.handlePatch(request);
        }
        String path = withoutQuery(request.getPath());
        JsonNode wanted = Serialization.unmarshal(request.getBody().readUtf8(), JsonNode.class);
        boolean status = path.endsWith(STATUS);
        String resource = status ? path.substring(0, path.length() - STATUS.length()) : path;
        MockResponse there = handleGet(resource);
        if (there.code() == 404) {
            calls.add(Call.create(path));
            applied.put(path, wanted);
            return handleCreate(request(HttpMethod.POST, resource.substring(0, resource.lastIndexOf('/')), wanted));
        }
        JsonNode live = read(there);
        JsonNode uid = wanted.path("metadata").path("uid");
        if (uid.isTextual() && !uid.equals(live.path("metadata").path("uid"))) {
            return new MockResponse().setResponseCode(409).setBody("{}");
        }
        JsonNode patch = status
                ? JSON.createObjectNode().set("status", wanted.path("status").deepCopy())
                : wanted.deepCopy();
        addRemovals((ObjectNode) patch, applied.getOrDefault(path, JSON.createObjectNode()), wanted);
        applied.put(path, wanted);
        if (changesNothing(live, patch)) {
            return new MockResponse().setResponseCode(200).setBody(live.toString());
        }
        return super.handlePatch(request(HttpMethod.PATCH, path, patch));
    }

    private static RecordedRequest request(HttpMethod method, String path, JsonNode body) {
        Headers headers = Headers.builder()
                .add("Content-Type", "application/merge-patch+json")
                .build();
        return new RecordedRequest("HTTP/1.1", method, path, headers, new Buffer().writeUtf8(body.toString()));
    }

    /** What was applied before and is left out now becomes {@code null}, which a merge patch removes. */
    private static void addRemovals(ObjectNode patch, JsonNode before, JsonNode now) {
        List<String> names = new ArrayList<>();
        before.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (!now.has(name) && !patch.has(name)) {
                patch.putNull(name);
            } else if (before.path(name).isObject() && patch.path(name).isObject()) {
                addRemovals((ObjectNode) patch.get(name), before.get(name), now.path(name));
            }
        }
    }

    private static boolean changesNothing(JsonNode live, JsonNode patch) {
        Iterator<Map.Entry<String, JsonNode>> fields = patch.properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode there = live.path(field.getKey());
            boolean same = field.getValue().isObject() && there.isObject()
                    ? changesNothing(there, field.getValue())
                    : field.getValue().isNull() ? there.isMissingNode() : there.equals(field.getValue());
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode read(MockResponse response) {
        try {
            return JSON.readTree(response.getBody().getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutQuery(String path) {
        int mark = path.indexOf('?');
        return mark < 0 ? path : path.substring(0, mark);
    }
}
