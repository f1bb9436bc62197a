package io.slotkeeper.bench.stream;

/**
 * How one change reached the subscribers, in nanoseconds from the making of its record.
 *
 * @param first to the first of them
 * @param median to the one in the middle
 * @param last to the last
 */
record Spread(long first, long median, long last) {}
