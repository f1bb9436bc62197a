/** How a cluster gets the size that its spec asks for: by operations of the coordinators. Pure: no clock, no I/O. */
package io.slotkeeper.k8s.scale;
