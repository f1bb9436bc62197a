package io.slotkeeper.testkit.simulation;

import io.slotkeeper.core.protocol.OrderType;
import java.util.ArrayList;
import java.util.List;

/** Faults between hosts. Each cut mends itself after a while; none begins while a primary's agent cannot fence. */
final class NetworkFaults {
    private static final double LATE_SHARE = 0.3;
    private static final int LATEST_MILLIS = 2000;

    private NetworkFaults() {}

    static String isolate(Storm storm, Fault fault) {
        return isolate(storm, storm.agent(fault.first()).name(), fault);
    }

    static String isolatePrimary(Storm storm, Fault fault) {
        return isolate(storm, storm.primary(fault.first()).name(), fault);
    }

    static String isolateCoordinator(Storm storm, Fault fault) {
        return isolate(storm, storm.coordinator(fault.first()).name(), fault);
    }

    static String isolateLeader(Storm storm, Fault fault) {
        return isolate(storm, storm.cluster().leader().name(), fault);
    }

    private static String isolate(Storm storm, String host, Fault fault) {
        List<String> others =
                storm.hosts().stream().filter(h -> !h.equals(host)).toList();
        return cut(storm, List.of(host), others, true, fault);
    }

    static String cutFromCoordinators(Storm storm, Fault fault) {
        return cut(storm, List.of(storm.agent(fault.first()).name()), storm.coordinatorHosts(), true, fault);
    }

    static String cutPrimaryFromCoordinators(Storm storm, Fault fault) {
        return cut(storm, List.of(storm.primary(fault.first()).name()), storm.coordinatorHosts(), true, fault);
    }

    static String cutPair(Storm storm, Fault fault) {
        return cut(storm, List.of(storm.host(fault.first())), List.of(storm.host(fault.second())), true, fault);
    }

    /** From one host to one other, or to all; or from all to one. */
    static String cutOneWay(Storm storm, Fault fault) {
        String host = storm.host(fault.first());
        List<String> others = fault.second() % 3 == 0
                ? List.of(storm.host(fault.second() / 3))
                : storm.hosts().stream().filter(h -> !h.equals(host)).toList();
        return fault.second() % 3 == 1
                ? cut(storm, others, List.of(host), false, fault)
                : cut(storm, List.of(host), others, false, fault);
    }

    static String cutZone(Storm storm, Fault fault) {
        List<String> inside = storm.zone(fault.first());
        List<String> outside = new ArrayList<>(storm.hosts());
        outside.removeAll(inside);
        return inside.isEmpty() || outside.isEmpty() ? "" : cut(storm, inside, outside, true, fault);
    }

    private static String cut(Storm storm, List<String> from, List<String> to, boolean bothWays, Fault fault) {
        if (!storm.mayDisturb()) {
            return "";
        }
        FakeNetwork network = storm.cluster().network();
        List<String[]> ways = new ArrayList<>();
        for (String one : from) {
            for (String other : to) {
                if (!one.equals(other)) {
                    ways.add(new String[] {one, other});
                    if (bothWays) {
                        ways.add(new String[] {other, one});
                    }
                }
            }
        }
        ways.forEach(way -> network.cut(way[0], way[1]));
        storm.later(fault.lastsMillis(), "mended: " + from + " to " + to, () -> {
            ways.forEach(way -> network.mend(way[0], way[1]));
            storm.cluster().redis().gossipSoon();
        });
        return "nothing gets from " + from + " to " + to + (bothWays ? ", nor back" : "");
    }

    static String delay(Storm storm, Fault fault) {
        FakeNetwork network = storm.cluster().network();
        long micros = 1000L + fault.first() % 2_000_000;
        network.delay(LATE_SHARE, micros);
        storm.later(fault.lastsMillis(), "messages are in time", storm::usualDelays);
        return "a third of all messages is up to " + micros / 1000 + " ms late";
    }

    static String delayOrder(Storm storm, Fault fault) {
        List<OrderType> types = List.of(OrderType.values());
        return delay(storm, types.get(fault.first() % types.size()), fault);
    }

    static String delayPromotion(Storm storm, Fault fault) {
        return delay(storm, OrderType.PROMOTE, fault);
    }

    private static String delay(Storm storm, OrderType type, Fault fault) {
        long millis = fault.second() % LATEST_MILLIS;
        storm.cluster().bus().delayNext(type, millis);
        return "the next order to " + type + " is " + millis + " ms late";
    }
}
