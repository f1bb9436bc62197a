/** What is applied once for an installation: rights, the operator's Deployment, the Helm chart made of the same. Pure. */
package io.slotkeeper.k8s.install;
