package io.slotkeeper.cli.command;

import io.slotkeeper.core.control.WriteSafety;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What stops a primary that is cut off. */
public final class WriteSafetyOption {
    @Option(
            names = "--write-safety",
            paramLabel = "lease|strict",
            defaultValue = "lease",
            converter = Converter.class,
            description =
                    "What stops a primary that is cut off. lease: its agent. strict: the server itself too, about 2 s"
                            + " after it last heard a replica, even if its agent died in the same moment; writes then pause for an"
                            + " instant when the only replica is lost. The same on all coordinators. Default: ${DEFAULT-VALUE}.")
    WriteSafety value;

    /** As chosen. */
    public WriteSafety value() {
        return value;
    }

    /** By the name on the command line. */
    static final class Converter implements ITypeConverter<WriteSafety> {
        @Override
        public WriteSafety convert(String value) {
            try {
                return WriteSafety.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
