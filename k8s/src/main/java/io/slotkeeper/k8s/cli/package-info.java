/** What this module adds to the {@code slotkeeper} command. */
package io.slotkeeper.k8s.cli;
