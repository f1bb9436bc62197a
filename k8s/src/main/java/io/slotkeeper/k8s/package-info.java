/**
 * The Kubernetes operator. {@code api} is what users write, {@code render} turns it into resources, {@code roll} decides which
 * pod is replaced next, {@code coordinators} is the port to the cluster's brain, {@code reconcile} does what they say.
 */
package io.slotkeeper.k8s;
