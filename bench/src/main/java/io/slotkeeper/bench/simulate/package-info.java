/** Runs many simulated clusters, on all cores. */
package io.slotkeeper.bench.simulate;
