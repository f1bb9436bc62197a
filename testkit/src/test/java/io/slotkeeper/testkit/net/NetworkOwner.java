package io.slotkeeper.testkit.net;

import java.util.List;

/** A JVM that makes a network, says the name of its host's namespace, and then waits for its end. */
final class NetworkOwner {
    private NetworkOwner() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        try (TestNetwork network = TestNetwork.create(List.of("owned"))) {
            System.out.println(network.host("owned").namespace().orElseThrow());
            Thread.currentThread().join();
        }
    }
}
