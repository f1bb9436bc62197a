/** Carries out the leader's orders: guard, dispatch, one handler for each kind of order. */
package io.slotkeeper.agent.command;
