package io.slotkeeper.cli.config;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A TCP port; 0 where the flag's description gives it a meaning. */
public class PortConverter implements ITypeConverter<Integer> {
    private final int lowest;

    /** Accepts 1 to 65535. */
    public PortConverter() {
        this(1);
    }

    PortConverter(int lowest) {
        this.lowest = lowest;
    }

    @Override
    public Integer convert(String value) {
        boolean number = value.matches("\\d{1,5}");
        if (!number || Integer.parseInt(value) < lowest || Integer.parseInt(value) > 65_535) {
            throw new TypeConversionException("'" + value + "' is not a port: use " + lowest + " to 65535");
        }
        return Integer.valueOf(value);
    }

    /** Also accepts 0, for "off". */
    public static final class OrOff extends PortConverter {
        /** Accepts 0 to 65535. */
        public OrOff() {
            super(0);
        }
    }
}
