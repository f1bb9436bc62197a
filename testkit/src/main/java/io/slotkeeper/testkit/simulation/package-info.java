/**
 * A whole cluster in memory and virtual time around the real control loops, lease keepers and promises of {@code core}.
 *
 * <pre>{@code
 * FakeCluster cluster = FakeCluster.formed(3, 1);                     // 3 shards, 1 replica each
 * cluster.crash(cluster.primaryOf("s1"));
 * cluster.runUntil(cluster::allActive, 1000);                         // virtual milliseconds
 * }</pre>
 */
package io.slotkeeper.testkit.simulation;
