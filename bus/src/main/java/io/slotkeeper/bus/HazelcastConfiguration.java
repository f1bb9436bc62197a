package io.slotkeeper.bus;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import io.slotkeeper.core.protocol.Addresses;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Hazelcast's settings, all in code: no file, system property or multicast packet of the surroundings decides who
 * joins. Coordinators hold data, everyone else is a lite member. Stateless.
 */
final class HazelcastConfiguration {
    /** Members of another cluster name are refused. */
    static final String CLUSTER_NAME = "slotkeeper";

    /**
     * What may be instantiated from bytes of the network: Vert.x's subscription entries, and what Hazelcast itself
     * sends, which are its exceptions and plain values of the JDK.
     */
    private static final List<String> ALLOWED_PREFIXES = List.of(
            "io.vertx.spi.cluster.hazelcast.impl.",
            "com.hazelcast.",
            "java.lang.",
            "java.util.",
            "java.io.",
            "java.math.",
            "java.time.",
            "[");

    /** The parts of the allowed packages that known attacks are built from. */
    private static final List<String> REFUSED_PREFIXES = List.of(
            "java.lang.reflect.",
            "java.lang.invoke.",
            "java.util.logging.",
            "java.util.jar.",
            "java.util.zip.",
            "java.util.prefs.");

    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("hazelcast.logging.type", "slf4j"),
            Map.entry("hazelcast.logging.details.enabled", "false"),
            Map.entry("hazelcast.phone.home.enabled", "false"),
            Map.entry("hazelcast.shutdownhook.enabled", "false"),
            Map.entry("hazelcast.socket.bind.any", "false"),
            Map.entry("hazelcast.prefer.ipv4.stack", "false"),
            Map.entry("hazelcast.wait.seconds.before.join", "0"),
            Map.entry("hazelcast.socket.connect.timeout.seconds", "1"),
            // A member whose connection is gone and cannot be opened again is dead: two attempts, 50 ms apart.
            Map.entry("hazelcast.connection.monitor.interval", "50"),
            Map.entry("hazelcast.connection.monitor.max.faults", "2"),
            // Silence is the slow, sure evidence; reports on the event bus are the fast one.
            Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
            Map.entry("hazelcast.max.no.heartbeat.seconds", "10"),
            Map.entry("hazelcast.mastership.claim.timeout.seconds", "5"),
            // Only for coordinators that were cut off from each other: CoordinatorSearch is faster for the rest.
            Map.entry("hazelcast.merge.first.run.delay.seconds", "30"),
            Map.entry("hazelcast.merge.next.run.delay.seconds", "10"),
            Map.entry("hazelcast.max.join.merge.target.seconds", "5"),
            Map.entry("hazelcast.invocation.retry.pause.millis", "50"),
            Map.entry("hazelcast.tcp.join.previously.joined.member.address.retention.seconds", "0"),
            Map.entry("hazelcast.graceful.shutdown.max.wait", "2"),
            Map.entry("hazelcast.health.monitoring.level", "OFF"),
            Map.entry("hazelcast.slow.operation.detector.enabled", "false"));

    private static final Map<String, String> FEW_THREADS = Map.of(
            "hazelcast.io.thread.count", "1",
            "hazelcast.operation.thread.count", "2",
            "hazelcast.operation.generic.thread.count", "2",
            "hazelcast.operation.response.thread.count", "1",
            "hazelcast.event.thread.count", "1",
            "hazelcast.clientengine.thread.count", "1",
            "hazelcast.clientengine.query.thread.count", "1",
            "hazelcast.clientengine.blocking.thread.count", "1");

    private HazelcastConfiguration() {}

    static Config of(BusOptions options) {
        BusMember self = options.self();
        Config config = new Config();
        config.setClusterName(CLUSTER_NAME);
        config.setLiteMember(self.role() != BusMember.Role.COORDINATOR);
        config.getMetricsConfig().setEnabled(false);
        config.getJetConfig().setEnabled(false);
        PROPERTIES.forEach(config::setProperty);
        FEW_THREADS.forEach(config::setProperty);
        config.getMemberAttributeConfig()
                .setAttribute(Addresses.MEMBER_NAME, self.name())
                .setAttribute(Addresses.MEMBER_ROLE, self.role().name().toLowerCase(Locale.ROOT))
                .setAttribute(Addresses.MEMBER_ZONE, self.zone());
        config.getSerializationConfig().setJavaSerializationFilterConfig(filter());
        addVertxMaps(config);
        addNetwork(config, options);
        return config;
    }

    private static JavaSerializationFilterConfig filter() {
        return new JavaSerializationFilterConfig()
                .setDefaultsDisabled(true)
                .setWhitelist(new ClassFilter().addPrefixes(ALLOWED_PREFIXES.toArray(String[]::new)))
                .setBlacklist(new ClassFilter().addPrefixes(REFUSED_PREFIXES.toArray(String[]::new)));
    }

    /** The maps of Vert.x's cluster manager, as its own default file has them. */
    private static void addVertxMaps(Config config) {
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        config.getMapConfig("__vertx.haInfo").setBackupCount(1);
        config.getMapConfig("__vertx.nodeInfo").setBackupCount(1);
    }

    private static void addNetwork(Config config, BusOptions options) {
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(options.port()).setPortAutoIncrement(false).setReuseAddress(true);
        // Not as an interface: Hazelcast drops seeds that are given by name and lie outside its interfaces.
        config.setProperty("hazelcast.local.localAddress", HostAddress.numeric(options.host()));
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(1).setMembers(options.seeds());
    }
}
