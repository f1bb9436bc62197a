package io.slotkeeper.cli.quickstart;

import io.slotkeeper.cli.CommandFailure;
import io.slotkeeper.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every port that a quickstart needs, checked before anything is started. */
final class PortPlan {
    private static final int BUS_OFFSET = 10_000;
    private static final int HIGHEST = 65_535;

    private final List<Use> uses = new ArrayList<>();

    /** A port, what it is for and the flag that moves it. */
    private record Use(int port, String purpose, String flag) {}

    private PortPlan() {}

    static PortPlan of(QuickstartSettings settings) {
        PortPlan plan = new PortPlan();
        settings.topology().members().forEach(member -> {
            plan.add(member.port(), "Redis node " + member.agent(), "--redis-port");
            plan.add(
                    member.port() + BUS_OFFSET,
                    "the cluster bus of Redis node " + member.agent() + ", its port + " + BUS_OFFSET,
                    "--redis-port");
        });
        for (int i = 0; i < settings.coordinators(); i++) {
            String id = "coordinator c" + (i + 1);
            var ports = settings.ports().of(i);
            plan.add(ports.http(), "the REST interface of " + id, "--http-port");
            plan.add(settings.ports().clusterOf(i), "the membership of " + id, "--cluster-port");
            plan.add(ports.raft(), "the consensus of " + id, "--raft-port");
            if (ports.bridge() != 0) {
                plan.add(ports.bridge(), "the event-bus bridge of " + id, "--bridge-port");
            }
        }
        plan.add(settings.ports().agents(), "the membership of the agents, the cluster port + 10", "--cluster-port");
        return plan;
    }

    /**
     * Tries every port.
     *
     * @throws CommandFailure naming the first that does not exist, is needed twice or is taken
     */
    void check() {
        Map<Integer, Use> seen = new LinkedHashMap<>();
        for (Use use : uses) {
            if (use.port() > HIGHEST) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "Port " + use.port() + " does not exist, but " + use.purpose() + " would need it: ports end at "
                                + HIGHEST + ". Choose a lower " + use.flag() + ".");
            }
            Use other = seen.put(use.port(), use);
            if (other != null) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "Port " + use.port() + " is needed twice: for " + other.purpose() + " and for " + use.purpose()
                                + ". Change "
                                + (other.flag().equals(use.flag()) ? use.flag() : other.flag() + " or " + use.flag())
                                + ".");
            }
        }
        uses.forEach(PortPlan::requireFree);
    }

    private void add(int port, String purpose, String flag) {
        uses.add(new Use(port, purpose, flag));
    }

    private static void requireFree(Use use) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), use.port()));
        } catch (IOException e) {
            String cause = String.valueOf(e.getMessage()).contains("ermission")
                    ? " may not be opened by this user"
                    : " is taken";
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "Port " + use.port() + " on " + QuickstartSettings.HOST + cause + ", but " + use.purpose()
                            + " needs it. Stop what listens there, or choose another " + use.flag() + ".",
                    e);
        }
    }
}
