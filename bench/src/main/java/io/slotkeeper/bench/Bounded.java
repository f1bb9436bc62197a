package io.slotkeeper.bench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number within bounds, which the complaint names. */
abstract class Bounded implements ITypeConverter<Integer> {
    private final String what;
    private final int lowest;
    private final int highest;

    Bounded(String what, int lowest, int highest) {
        this.what = what;
        this.lowest = lowest;
        this.highest = highest;
    }

    @Override
    public final Integer convert(String value) {
        String text = value.strip();
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < lowest || Integer.parseInt(text) > highest) {
            throw new TypeConversionException("'" + value + "' is not " + what + ": use " + lowest + " to " + highest);
        }
        return Integer.valueOf(text);
    }

    /** 1 to 1000. */
    static final class Rounds extends Bounded {
        Rounds() {
            super("a number of kills or rounds", 1, 1000);
        }
    }

    /** 1 to 64: more nodes than that say more about the machine than about the cluster. */
    static final class Shards extends Bounded {
        Shards() {
            super("a number of shards to measure", 1, 64);
        }
    }

    /** 1 to 5: without a replica there is nothing to promote. */
    static final class Replicas extends Bounded {
        Replicas() {
            super("a number of replicas to measure", 1, 5);
        }
    }

    /** 1 to 256. */
    static final class Burners extends Bounded {
        Burners() {
            super("a number of processes", 1, 256);
        }
    }

    /** 1 to 25000: all come from one address, whose ports are limited. */
    static final class Subscribers extends Bounded {
        Subscribers() {
            super("a number of subscribers", 1, 25_000);
        }
    }

    /** 1 to 64. */
    static final class Writers extends Bounded {
        Writers() {
            super("a number of writers", 1, 64);
        }
    }

    /** Milliseconds. */
    static final class NodeTimeout extends Bounded {
        NodeTimeout() {
            super("a node timeout in milliseconds", 100, 60_000);
        }
    }

    /** 1000 to 20 million. */
    static final class Keys extends Bounded {
        Keys() {
            super("a number of keys", 1000, 20_000_000);
        }
    }

    /** 1 to 3600. */
    static final class Seconds extends Bounded {
        Seconds() {
            super("a number of seconds", 1, 3600);
        }
    }

    /** 1 to 999999999. */
    static final class Seeds extends Bounded {
        Seeds() {
            super("a number of seeds", 1, 999_999_999);
        }
    }

    /** 0 to 999999999. */
    static final class Seed extends Bounded {
        Seed() {
            super("a seed", 0, 999_999_999);
        }
    }

    /** 1 to 64. */
    static final class Threads extends Bounded {
        Threads() {
            super("a number of threads", 1, 64);
        }
    }

    /** 0 to 10. */
    static final class Forks extends Bounded {
        Forks() {
            super("a number of forks", 0, 10);
        }
    }
}
