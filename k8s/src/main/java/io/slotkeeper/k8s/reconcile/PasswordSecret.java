package io.slotkeeper.k8s.reconcile;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The Secret with the password of Redis. Its contents reach no message and no log. */
final class PasswordSecret {
    private PasswordSecret() {}

    /** Why it cannot be used, and what to do; absent when it can. */
    static Optional<String> problem(String name, Optional<Secret> secret) {
        if (secret.isEmpty()) {
            return Optional.of("auth.secretName is " + name + ", but there is no such Secret: create it with the key"
                    + " password; nothing is changed until then");
        }
        String encoded = secret.get().getData().get("password");
        String password =
                encoded == null ? "" : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        if (password.isEmpty() || password.contains("\n")) {
            return Optional.of("the key password of the Secret " + name + " is "
                    + (password.isEmpty() ? "missing or empty" : "of more than one line")
                    + ": give it one line, without a line break at its end");
        }
        return Optional.empty();
    }
}
