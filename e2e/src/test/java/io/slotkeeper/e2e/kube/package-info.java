/** A small Kubernetes for tests: a mock API server, the controllers that matter, and a kubelet that runs real processes. */
package io.slotkeeper.e2e.kube;
