/** Reads a cluster from what its nodes say of themselves, to observe it or to take it over. Pure. */
package io.slotkeeper.core.adopt;
