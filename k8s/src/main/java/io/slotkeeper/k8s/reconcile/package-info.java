/** Brings what is in the API server to what the spec asks for, and says how far it is. */
package io.slotkeeper.k8s.reconcile;
