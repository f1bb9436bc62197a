package io.slotkeeper.core.migrate;

/**
 * Budgets of the migrator.
 *
 * @param windowSlots most slots of one window, 1 to 1024
 * @param windowsPerPair windows that may be open between two shards: one moves while others are marked or closed
 * @param movingPerNode sources that may send keys to one target at a time
 * @param moving sources that may send keys at a time, in the whole cluster
 * @param maxBlockMillis how long one batch may block a node
 */
public record MigrationOptions(
        int windowSlots, int windowsPerPair, int movingPerNode, int moving, long maxBlockMillis) {
    /** 256 slots, 3 windows, 4 sources to a target, 16 sources in all, 20 ms. */
    public static final MigrationOptions DEFAULTS = new MigrationOptions(256, 3, 4, 16, 20);

    public MigrationOptions {
        check("windowSlots", windowSlots, 1, 1024);
        check("windowsPerPair", windowsPerPair, 1, 16);
        check("movingPerNode", movingPerNode, 1, 1000);
        check("moving", moving, 1, 1000);
        check("maxBlockMillis", maxBlockMillis, 1, 1000);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + least + " to " + most);
        }
    }
}
