package io.slotkeeper.bus;

import io.slotkeeper.bus.BusMember.Role;
import io.slotkeeper.core.protocol.Addresses;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A member in a JVM of its own: {@code ROLE NAME PORT SEEDS}. Agents publish reports and answer commands; coordinators
 * listen for reports and command the agents {@code a1} and {@code a2}. It prints one line for each first: {@code UP},
 * {@code JOINED name}, {@code LEFT name}, {@code HEARD agent}, {@code ANSWERED agent}.
 */
public final class BusProcess {
    private static final long PERIOD_MILLIS = 20;
    private static final Set<String> SAID = new HashSet<>();

    private BusProcess() {}

    public static void main(String[] args) {
        Role role = Role.valueOf(args[0]);
        BusMember self = new BusMember(args[1], role, "z");
        BusOptions options = new BusOptions(
                self, "127.0.0.1", Integer.parseInt(args[2]), List.of(args[3].split(",")), Optional.empty());
        say("STARTED");
        HazelcastBus.start(options).onSuccess(bus -> run(bus, self)).onFailure(e -> say("FAILED " + e.getMessage()));
    }

    private static void run(ClusterBus bus, BusMember self) {
        say("UP");
        bus.onJoined(member -> say("JOINED " + member.name()));
        bus.onLeft(member -> say("LEFT " + member.name()));
        if (self.role() == Role.COORDINATOR) {
            coordinate(bus.vertx());
        } else {
            serve(bus.vertx(), self.name());
        }
    }

    private static void serve(Vertx vertx, String name) {
        vertx.eventBus().<String>consumer(Addresses.agent(name, "i"), message -> message.reply("done"));
        vertx.setPeriodic(PERIOD_MILLIS, id -> vertx.eventBus().publish(Addresses.REPORTS, name));
    }

    private static void coordinate(Vertx vertx) {
        vertx.eventBus().<String>consumer(Addresses.REPORTS, message -> sayOnce("HEARD " + message.body()));
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(500);
        for (String agent : List.of("a1", "a2")) {
            vertx.setPeriodic(PERIOD_MILLIS, id -> vertx.eventBus()
                    .<String>request(Addresses.agent(agent, "i"), "do", options)
                    .onSuccess(reply -> sayOnce("ANSWERED " + agent)));
        }
    }

    private static synchronized void sayOnce(String line) {
        if (SAID.add(line)) {
            say(line);
        }
    }

    private static synchronized void say(String line) {
        System.out.println("> " + line);
        System.out.flush();
    }
}
