package io.slotkeeper.k8s.render;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short fingerprints of resources. */
public final class Digest {
    private static final int LENGTH = 16;

    private Digest() {}

    /** Of everything in a value, in the order of its fields; 16 hexadecimal digits. */
    public static String of(Object value) {
        String json = value instanceof String text ? text : Serialization.asJson(value);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
