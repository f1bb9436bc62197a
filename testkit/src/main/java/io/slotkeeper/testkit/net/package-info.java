/**
 * Hosts that are network namespaces, and what can go wrong between them: cuts both ways and one way, partitions, poor
 * links. Needs Linux, root and iproute2; {@link io.slotkeeper.testkit.net.TestNetwork#missing} says what is missing.
 *
 * <p>Nothing here touches the network of the machine but for one interface per network, by which the JVM that made it takes
 * part as the host {@code outside}.
 */
package io.slotkeeper.testkit.net;
