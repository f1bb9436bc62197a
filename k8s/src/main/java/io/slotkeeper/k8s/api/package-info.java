/** The resource {@code RedisCluster} as Java types; the schema of the CRD is generated from them. Values, no behaviour. */
package io.slotkeeper.k8s.api;
