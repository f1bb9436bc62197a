/**
 * Real Redis processes, faults by real signals, and write histories that can be checked.
 *
 * <pre>{@code
 * RedisBinary.find(); RedisBinary.at(path); RedisBinary.embedded()   -> path(), version(), origin()
 * try (LocalRedisGroup group = LocalRedisGroup.start(6)) {            // not clustered yet
 *     group.server(0).kill9();  group.server(0).restartEmpty();
 * }
 * try (NativeCluster cluster = NativeCluster.start(RedisBinary.find(), 3, 1, Duration.ofSeconds(1));
 *         WriteLoad load = WriteLoad.start(WriteLoadOptions.to(cluster.addresses()).withSlot(0))) {
 *     RedisServer primary = cluster.primaryOf(0);
 *     load.awaitMore(100, timeout);
 *     long killedAt = primary.kill9();                                // System.nanoTime()
 *     Ack first = load.awaitAckOfAnother(primary.address(), killedAt, slot -> slot == 0, timeout);
 *     History history = load.stop();
 *     HistoryChecker.Report report = new HistoryChecker(cluster.addresses()).check(history);
 *     report.lost();                                                  // acknowledged, but gone
 * }
 * }</pre>
 *
 * <p>All times taken from {@link java.lang.System#nanoTime()} are comparable within one JVM only.
 */
package io.slotkeeper.testkit;
