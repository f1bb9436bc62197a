/** Warms the deciding code up on a cluster that does not exist. */
package io.slotkeeper.coordinator.rehearsal;
