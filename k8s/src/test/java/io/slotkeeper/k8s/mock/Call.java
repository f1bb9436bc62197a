package io.slotkeeper.k8s.mock;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call to an API server as its authorizer sees it.
 *
 * @param caller its user agent
 * @param verb for example {@code watch}
 * @param group API group, empty for the core
 * @param resource with its subresource, for example {@code redisclusters/status}
 */
public record Call(String caller, String verb, String group, String resource) {
    private static final Pattern PATH = Pattern.compile(
            "/(?:api|apis/(?<group>[^/]+))/v[^/?]+"
                    + "(?:/namespaces/[^/?]+(?=/))?/(?<resource>[^/?]+)(?:/(?<name>[^/?]+))?(?:/(?<sub>[^/?]+))?(?<query>\\?.*)?");

    static Call of(RecordedRequest request) {
        return of(caller(request), request.getMethod(), request.getPath());
    }

    /** An apply of something that does not exist is this, too. */
    static Call creation(RecordedRequest apply, String path) {
        return of(caller(apply), "POST", path.substring(0, path.lastIndexOf('/')));
    }

    private static String caller(RecordedRequest request) {
        return Objects.requireNonNullElse(request.getHeader("User-Agent"), "");
    }

    private static Call of(String caller, String method, String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return new Call(caller, "get", "", path);
        }
        String sub = parts.group("sub") == null ? "" : "/" + parts.group("sub");
        String group = parts.group("group") == null ? "" : parts.group("group");
        String query = parts.group("query") == null ? "" : parts.group("query");
        return new Call(caller, verb(method, parts.group("name") == null, query), group, parts.group("resource") + sub);
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
