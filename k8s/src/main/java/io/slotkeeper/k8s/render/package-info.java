/** From the spec to the resources: pure, the same resources for the same spec. */
package io.slotkeeper.k8s.render;
