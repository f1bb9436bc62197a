package io.slotkeeper.e2e.kube;

import io.slotkeeper.testkit.FreePorts;
import java.util.concurrent.ThreadLocalRandom;

/** Gives every pod a loopback address that no pod had before. Linux answers on all of 127.0.0.0/8. Not thread-safe. */
final class Addresses {
    private static final int REDIS = 6379;
    private static final int FIRST = 16;
    private static final int BLOCKS = 200;
    private static final int LAST = 254;

    /** Apart from those of other tests that run at the same time. */
    private final String block = "127." + (FIRST + ThreadLocalRandom.current().nextInt(BLOCKS)) + "."
            + ThreadLocalRandom.current().nextInt(BLOCKS);

    private int given;

    String next() {
        String address;
        do {
            given++;
            if (given > LAST) {
                throw new IllegalStateException("more than " + LAST + " pods: this Kubernetes is a small one");
            }
            address = block + "." + given;
        } while (!FreePorts.isFree(address, REDIS));
        return address;
    }
}
