package io.slotkeeper.testkit.net;

import java.util.List;
import java.util.Optional;

/** What this machine can do, found by trying it. */
public final class NetworkSupport {
    static final Optional<String> MISSING = findMissing();

    private NetworkSupport() {}

    /** Why links cannot lose or delay packets by {@link LinkQuality}; empty where they can. Makes a network to try. */
    public static Optional<String> netemMissing(TestNetwork network) {
        Host host = network.hosts().get(0);
        Shell.Result result = Shell.attempt(
                host.tool("tc", "qdisc", "replace", "dev", host.device(), "root", "netem", "delay", "1ms"));
        if (!result.ok()) {
            return Optional.of("the kernel has no netem (tc: " + result.output().strip()
                    + "); load the module sch_netem, or use a kernel with CONFIG_NET_SCH_NETEM");
        }
        Shell.run(host.tool("tc", "qdisc", "del", "dev", host.device(), "root"));
        return Optional.empty();
    }

    private static Optional<String> findMissing() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("network namespaces exist on Linux only");
        }
        for (List<String> tool :
                List.of(List.of("ip", "-V"), List.of("bridge", "-V"), List.of("tc", "-V"), List.of("nsenter", "-V"))) {
            if (!runs(tool)) {
                return Optional.of("no '" + tool.get(0) + "' on the PATH; install iproute2 and util-linux");
            }
        }
        return tryNamespace();
    }

    private static boolean runs(List<String> command) {
        try {
            return Shell.attempt(command).ok();
        } catch (NetworkException e) {
            return false;
        }
    }

    private static Optional<String> tryNamespace() {
        try (Subnet subnet = Subnet.take()) {
            Switch trial = new Switch(subnet.name("trial"));
            try {
                trial.create();
                trial.connect(new Host("trial", subnet.address(1), Optional.empty(), subnet.outsideDevice()));
                return Optional.empty();
            } finally {
                subnet.removeAll();
            }
        } catch (NetworkException e) {
            return Optional.of("network namespaces cannot be made; run as root, in a container with --privileged or"
                    + " with the capabilities NET_ADMIN and SYS_ADMIN (" + e.getMessage() + ")");
        }
    }
}
