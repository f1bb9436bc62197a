package io.slotkeeper.bench.cluster;

import java.util.List;

/** How the launcher script tunes the JVM of each server: what is measured must be what users run. */
final class LauncherOptions {
    static final List<String> AGENT =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MetaspaceSize=64m", "-Xmx48m", "-Xss512k");
    static final List<String> COORDINATOR =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MetaspaceSize=96m", "-Xmx768m");
    static final List<String> QUICKSTART =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MetaspaceSize=96m", "-Xmx1g");

    private LauncherOptions() {}
}
