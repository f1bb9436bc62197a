/** The coordinators as the operator sees them: one port, and its implementation by REST. */
package io.slotkeeper.k8s.coordinators;
