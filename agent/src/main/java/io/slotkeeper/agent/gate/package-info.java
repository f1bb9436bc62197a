/** The gate through which keys of other nodes come in: it answers for a key only when a replica has it too. */
package io.slotkeeper.agent.gate;
