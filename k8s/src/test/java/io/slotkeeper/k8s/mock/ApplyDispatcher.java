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
    private volatile int failFrom;
    private volatile int writes;

    /** A call that is answered with a failure instead. */
    record Refusal(String method, String pathPart, int status, String message) {}

    /** From the n-th write on, counted from 1, everything fails; 0: nothing does. Returns the writes since the last call. */
    int failFromWrite(int n) {
        int before = writes;
        failFrom = n;
        writes = 0;
        return before;
    }

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
        if (isBeyondTheLastWrite(request)) {
            // Not a failure of the server, which the client would try again.
            return failure(401, "the operator was killed");
        }
        for (Refusal refusal : refusals) {
            if (request.getMethod().equals(refusal.method())
                    && request.getPath().contains(refusal.pathPart())) {
                return failure(refusal.status(), refusal.message());
            }
        }
        return request.getPath().endsWith("/selfsubjectrulesreviews") ? leasesAllowed() : super.dispatch(request);
    }

    /** Calls come one after the other from the operator's thread. */
    private boolean isBeyondTheLastWrite(RecordedRequest request) {
        boolean write = !request.getMethod().equals("GET");
        int before = writes;
        writes = before + (write ? 1 : 0);
        return failFrom > 0 && before + (write ? 1 : 0) >= failFrom;
    }

    private static MockResponse failure(int code, String message) {
        ObjectNode status = JSON.createObjectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", message)
                .put("code", code);
        return new MockResponse().setResponseCode(code).setBody(status.toString());
    }

    /** JOSDK asks whether it may take part in an election; every account may ask such things about itself. */
    private static MockResponse leasesAllowed() {
        return new MockResponse().setResponseCode(201).setBody("""
                {"kind":"SelfSubjectRulesReview","apiVersion":"authorization.k8s.io/v1","status":{"incomplete":false,
                "nonResourceRules":[],"resourceRules":[{"verbs":["get","create","update"],
                "apiGroups":["coordination.k8s.io"],"resources":["leases"]}]}}""");
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
            calls.add(Call.creation(request, path));
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
        merge((ObjectNode) live, patch);
        return handleUpdate(request(HttpMethod.PUT, path, live));
    }

    /** As RFC 7386 says; the mock's own merge patch appends to lists. */
    private static void merge(ObjectNode live, JsonNode patch) {
        patch.properties().forEach(field -> {
            JsonNode there = live.path(field.getKey());
            if (field.getValue().isNull()) {
                live.remove(field.getKey());
            } else if (there.isObject() && field.getValue().isObject()) {
                merge((ObjectNode) there, field.getValue());
            } else {
                live.set(field.getKey(), field.getValue());
            }
        });
    }

    private static RecordedRequest request(HttpMethod method, String path, JsonNode body) {
        Headers headers =
                Headers.builder().add("Content-Type", "application/json").build();
        return new RecordedRequest("HTTP/1.1", method, path, headers, new Buffer().writeUtf8(body.toString()));
    }

    /** What was applied before and is left out now becomes {@code null}: to be removed. */
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
        return patch.properties().stream().allMatch(field -> isSame(live.path(field.getKey()), field.getValue()));
    }

    private static boolean isSame(JsonNode there, JsonNode wanted) {
        if (wanted.isObject() && there.isObject()) {
            return changesNothing(there, wanted);
        }
        return wanted.isNull() ? there.isMissingNode() : there.equals(wanted);
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
