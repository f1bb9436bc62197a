package io.slotkeeper.k8s.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * Certificates. This release has no TLS; the schema refuses the field, so that nobody believes to be encrypted.
 *
 * @param secretName a Secret
 */
public record TlsSpec(
        @JsonPropertyDescription("Not available in this release.")
        String secretName) {}
