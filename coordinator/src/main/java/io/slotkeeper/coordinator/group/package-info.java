/** How coordinators of one group recognise each other before their logs meet, and how a lost one is replaced. */
package io.slotkeeper.coordinator.group;
