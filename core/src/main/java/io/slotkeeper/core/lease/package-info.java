/**
 * Leases: a primary's time-limited right to accept writes. {@code docs/safety.md} has the argument that this package
 * implements.
 */
package io.slotkeeper.core.lease;
