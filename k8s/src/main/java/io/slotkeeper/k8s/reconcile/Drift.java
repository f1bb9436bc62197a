package io.slotkeeper.k8s.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/**
 * Whether somebody changed what the operator applied. What the API server added (defaults, status) is no difference. Numbers
 * that the API server writes in another way count as one: then the resource is applied again, which changes nothing.
 */
final class Drift {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Drift() {}

    static boolean differs(HasMetadata wanted, HasMetadata live) {
        return !contains(JSON.valueToTree(live), JSON.valueToTree(wanted));
    }

    private static boolean contains(JsonNode live, JsonNode wanted) {
        if (wanted.isObject()) {
            for (Map.Entry<String, JsonNode> field : wanted.properties()) {
                if (!contains(live.path(field.getKey()), field.getValue())) {
                    return isEmpty(field.getValue()) && isEmpty(live.path(field.getKey()));
                }
            }
            return live.isObject();
        }
        if (wanted.isArray()) {
            if (live.size() != wanted.size()) {
                return false;
            }
            for (int i = 0; i < wanted.size(); i++) {
                if (!contains(live.get(i), wanted.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return wanted.isNull() || wanted.asText().equals(live.asText());
    }

    private static boolean isEmpty(JsonNode node) {
        return node.isNull() || node.isMissingNode() || (node.isContainerNode() && node.isEmpty());
    }
}
