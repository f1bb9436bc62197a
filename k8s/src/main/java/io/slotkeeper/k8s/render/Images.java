package io.slotkeeper.k8s.render;

/**
 * Images of the parts, where a spec names none.
 *
 * @param coordinator runs {@code slotkeeper coordinator}
 * @param agent runs {@code slotkeeper agent}
 */
public record Images(String coordinator, String agent) {
    /** Where released images are found. */
    public static final String REPOSITORY = "ghcr.io/slotkeeper";

    /** Those of one release. */
    public static Images ofRelease(String version) {
        return new Images(REPOSITORY + "/coordinator:" + version, REPOSITORY + "/agent:" + version);
    }
}
