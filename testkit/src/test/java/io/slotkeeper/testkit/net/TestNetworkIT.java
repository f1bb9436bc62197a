package io.slotkeeper.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.slotkeeper.testkit.RedisBinary;
import io.slotkeeper.testkit.RedisProbe;
import io.slotkeeper.testkit.RedisServer;
import io.slotkeeper.testkit.RedisServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each cut stops what it says and nothing else, and nothing is left behind. */
@Tag("faults")
class TestNetworkIT {
    private static final int PORT = 6379;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static final List<RedisServer> SERVERS = new ArrayList<>();
    private static TestNetwork network;

    @BeforeAll
    static void start() {
        assumeThat(TestNetwork.missing()).as("test networks").isEmpty();
        network = TestNetwork.create(List.of("a", "b", "c"));
        for (Host host : network.hosts()) {
            RedisServerOptions options =
                    RedisServerOptions.in(directory.resolve(host.name()), PORT).withHost(host);
            SERVERS.add(new RedisServer(RedisBinary.find(), options).start());
        }
        SERVERS.forEach(server -> server.awaitAnswering(TIMEOUT));
    }

    @AfterAll
    static void stop() {
        SERVERS.forEach(RedisServer::close);
        if (network != null) {
            network.close();
        }
    }

    @AfterEach
    void heal() {
        network.heal();
        assertThat(arrows()).isEqualTo(without());
    }

    @Test
    void aHostThatIsCutIsAlone() {
        network.cut(a());
        assertThat(arrows()).isEqualTo(without("ab", "ac", "ba", "ca", "oa"));
    }

    @Test
    void anIslandKeepsItsOwnTraffic() {
        network.island(List.of(a(), b()));
        assertThat(arrows()).isEqualTo(without("ac", "bc", "ca", "cb", "oa", "ob"));
    }

    @Test
    void twoGroupsLoseEachOtherOnly() {
        network.cutBetween(List.of(a()), List.of(b(), network.outside()));
        assertThat(arrows()).isEqualTo(without("ab", "ba", "oa"));
    }

    /** A connection needs both directions; which one is cut shows in the frames counted at the ends. */
    @Test
    void oneWayIsOneWay() {
        network.cutIn(a());
        assertThat(arrows()).isEqualTo(without("ab", "ac", "ba", "ca", "oa"));
        assertThat(heard(b(), a())).as("b hears a").isTrue();
        assertThat(heard(a(), b())).as("a hears b").isFalse();
        network.heal();
        network.cutOut(a());
        assertThat(heard(b(), a())).as("b hears a").isFalse();
        assertThat(heard(a(), b())).as("a hears b").isTrue();
        network.heal();
        network.cutTowards(List.of(a()), List.of(b()));
        assertThat(heard(b(), a())).as("b hears a").isFalse();
        assertThat(heard(a(), b())).as("a hears b").isTrue();
        assertThat(heard(c(), a())).as("c hears a").isTrue();
    }

    @Test
    void anOpenConnectionOutlivesACut() {
        try (RedisProbe probe = new RedisProbe(SERVERS.get(0).address())) {
            String id = probe.command("CLIENT", "ID").toString();
            network.cut(a());
            network.heal();
            assertThat(probe.command("CLIENT", "ID")).hasToString(id);
        }
    }

    @Test
    void aPoorLinkIsSlow() {
        assumeThat(NetworkSupport.netemMissing(network)).as("netem").isEmpty();
        network.setQuality(a(), new LinkQuality(Duration.ofMillis(50), Duration.ZERO, 0));
        try (RedisProbe probe = new RedisProbe(SERVERS.get(0).address())) {
            probe.command("PING");
            long begin = System.nanoTime();
            probe.command("PING");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(95), TIMEOUT);
        }
    }

    @Test
    void namesAreChecked() {
        for (String name : List.of("", "A", "a-b", "ninechars", "outside", "switch")) {
            assertThatThrownBy(() -> TestNetwork.create(List.of(name)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
        assertThatThrownBy(() -> TestNetwork.create(List.of("x", "x"))).hasMessageContaining("different names");
        assertThatThrownBy(() -> network.host("x")).hasMessageContaining("[outside, a, b, c]");
    }

    @Test
    void whatAKilledJvmLeavesIsSweptByTheNextNetwork() throws IOException {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                        NetworkOwner.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = owner.inputReader(StandardCharsets.UTF_8)) {
            Path namespace = Path.of("/run/netns", output.readLine());
            assertThat(namespace).exists();
            try (TestNetwork second = TestNetwork.create(List.of("x"))) {
                assertThat(namespace).as("of a JVM that lives").exists();
                assertThat(second.hosts()).hasSize(1);
            }
            owner.destroyForcibly();
            Awaitility.await().atMost(TIMEOUT).until(() -> !owner.isAlive());
            TestNetwork.create(List.of("x")).close();
            assertThat(namespace).as("of a JVM that died").doesNotExist();
        } finally {
            owner.destroyForcibly();
        }
    }

    @Test
    void closingRemovesAll() {
        Host host;
        String device;
        try (TestNetwork other = TestNetwork.create(List.of("x"))) {
            host = other.host("x");
            device = other.outside().device();
            assertThat(Path.of("/sys/class/net", device)).exists();
        }
        assertThat(Path.of("/run/netns", host.namespace().orElseThrow())).doesNotExist();
        assertThat(Path.of("/sys/class/net", device)).doesNotExist();
    }

    // --- Who reaches whom -----------------------------------------------------------------------------------------

    private static Host a() {
        return network.host("a");
    }

    private static Host b() {
        return network.host("b");
    }

    private static Host c() {
        return network.host("c");
    }

    private record Pair(Host from, Host to) {}

    /** Pairs of hosts, by first letter, the first of which gets an answer from the second. */
    private static Set<String> arrows() {
        List<Host> from = new ArrayList<>(network.hosts());
        from.add(network.outside());
        List<Pair> pairs = from.stream()
                .flatMap(host -> network.hosts().stream().map(to -> new Pair(host, to)))
                .filter(pair -> !pair.from().equals(pair.to()))
                .toList();
        return pairs.parallelStream()
                .filter(pair -> reaches(pair.from(), pair.to()))
                .map(pair -> pair.from().name().substring(0, 1) + pair.to().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> without(String... cut) {
        Set<String> all = new TreeSet<>(Set.of("ab", "ac", "ba", "bc", "ca", "cb", "oa", "ob", "oc"));
        all.removeAll(Set.of(cut));
        return all;
    }

    private static boolean reaches(Host from, Host to) {
        List<String> command = new ArrayList<>(from.enter());
        command.addAll(List.of("timeout", "0.4", "bash", "-c", "exec 3<>/dev/tcp/" + to.address() + "/" + PORT));
        return Shell.attempt(command).ok();
    }

    /** Whether frames that one host sends to another arrive there: it tries to connect, whatever becomes of it. */
    private static boolean heard(Host by, Host sender) {
        long before = received(by);
        reaches(sender, by);
        return received(by) > before;
    }

    /** TCP segments that arrived at the host. */
    private static long received(Host host) {
        List<String> command = new ArrayList<>(host.enter());
        command.addAll(List.of("cat", "/proc/net/snmp"));
        List<String> tcp = Shell.attempt(command)
                .output()
                .lines()
                .filter(line -> line.startsWith("Tcp:"))
                .toList();
        int column = List.of(tcp.get(0).split(" ", -1)).indexOf("InSegs");
        return Long.parseLong(tcp.get(1).split(" ", -1)[column]);
    }
}
