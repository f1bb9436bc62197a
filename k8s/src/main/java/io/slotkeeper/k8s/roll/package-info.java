/** Which pod is replaced next, and why none is. Pure: no clock, no I/O. */
package io.slotkeeper.k8s.roll;
