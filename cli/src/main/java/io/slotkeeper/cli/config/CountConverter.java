package io.slotkeeper.cli.config;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number within bounds, which the complaint names. */
public class CountConverter implements ITypeConverter<Integer> {
    private final String what;
    private final int lowest;
    private final int highest;

    CountConverter(String what, int lowest, int highest) {
        this.what = what;
        this.lowest = lowest;
        this.highest = highest;
    }

    @Override
    public Integer convert(String value) {
        boolean number = value.matches("-?\\d{1,9}");
        if (!number || Integer.parseInt(value) < lowest || Integer.parseInt(value) > highest) {
            throw new TypeConversionException(
                    "'" + value + "' is not a number of " + what + ": use " + lowest + " to " + highest);
        }
        return Integer.valueOf(value);
    }

    /** 1 to 500. */
    public static final class Shards extends CountConverter {
        /** For picocli. */
        public Shards() {
            super("shards", 1, 500);
        }
    }

    /** 0 to 5. */
    public static final class Replicas extends CountConverter {
        /** For picocli. */
        public Replicas() {
            super("replicas per shard", 0, 5);
        }
    }

    /** 1 to 1000. */
    public static final class Entries extends CountConverter {
        /** For picocli. */
        public Entries() {
            super("entries", 1, 1000);
        }
    }

    /** 1 to 1000. */
    public static final class Sources extends CountConverter {
        /** For picocli. */
        public Sources() {
            super("shards that send keys", 1, 1000);
        }
    }

    /** 1 to 1024. */
    public static final class WindowSlots extends CountConverter {
        /** For picocli. */
        public WindowSlots() {
            super("slots of a window", 1, 1024);
        }
    }

    /** Keys in a second, 0 to 999999999. */
    public static final class Keys extends CountConverter {
        /** For picocli. */
        public Keys() {
            super("keys in a second", 0, 999_999_999);
        }
    }

    /** 1024 to 999999999. */
    public static final class Bytes extends CountConverter {
        /** For picocli. */
        public Bytes() {
            super("bytes", 1024, 999_999_999);
        }
    }
}
