package io.slotkeeper.k8s.mock;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call to an API server as its authorizer sees it.
 *
 * @param verb for example {@code watch}
 * @param group API group, empty for the core
 * @param resource with its subresource, for example {@code redisclusters/status}
 */
public record Call(String verb, String group, String resource) {
    private static final Pattern PATH = Pattern.compile(
            "/(?:api|apis/(?<group>[^/]+))/v[^/?]+"
                    + "(?:/namespaces/[^/?]+(?=/))?/(?<resource>[^/?]+)(?:/(?<name>[^/?]+))?(?:/(?<sub>[^/?]+))?(?<query>\\?.*)?");

    static Call of(RecordedRequest request) {
        return of(request.getMethod(), request.getPath());
    }

    static Call create(String path) {
        return of("POST", path);
    }

    private static Call of(String method, String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return new Call("get", "", path);
        }
        String sub = parts.group("sub") == null ? "" : "/" + parts.group("sub");
        String group = parts.group("group") == null ? "" : parts.group("group");
        String query = parts.group("query") == null ? "" : parts.group("query");
        return new Call(verb(method, parts.group("name") == null, query), group, parts.group("resource") + sub);
    }

    private static String verb(String method, boolean collection, String query) {
        return switch (method) {
            case "GET" -> query.contains("watch=true") ? "watch" : collection ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> collection ? "deletecollection" : "delete";
            default -> throw new IllegalArgumentException(method);
        };
    }

    /** Whether a rule allows it. */
    public boolean isAllowedBy(PolicyRule rule) {
        return rule.getApiGroups().contains(group)
                && rule.getResources().contains(resource)
                && rule.getVerbs().contains(verb);
    }
}
