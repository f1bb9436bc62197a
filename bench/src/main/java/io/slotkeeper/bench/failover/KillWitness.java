package io.slotkeeper.bench.failover;

import redis.clients.jedis.HostAndPort;

/** Looks at what a contender says about its failovers, beside the time measured from outside. */
interface KillWitness extends AutoCloseable {
    /** For a contender that says nothing. */
    KillWitness NONE = new KillWitness() {
        @Override
        public void afterRecovery(long killedAtNanos, HostAndPort killed) {}

        @Override
        public void afterHealing() {}

        @Override
        public void close() {}
    };

    /** The first write was accepted. */
    void afterRecovery(long killedAtNanos, HostAndPort killed);

    /** The killed node is back and in sync. */
    void afterHealing();

    @Override
    void close();
}
