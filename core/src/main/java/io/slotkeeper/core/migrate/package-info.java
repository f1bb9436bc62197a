/** The migrator: moves slots with their keys from shard to shard, by what the journal says. */
package io.slotkeeper.core.migrate;
