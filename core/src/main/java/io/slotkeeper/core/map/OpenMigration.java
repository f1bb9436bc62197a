package io.slotkeeper.core.map;

/**
 * A slot on its way from one shard to another.
 *
 * @param slot 0 to 16383
 * @param from shard that owns the slot until it is finished
 * @param to shard that will own it
 */
public record OpenMigration(int slot, String from, String to) {}
