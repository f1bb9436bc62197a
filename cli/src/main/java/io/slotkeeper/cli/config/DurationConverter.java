package io.slotkeeper.cli.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 500ms}, {@code 3s}, {@code 2m}, {@code 0}; at most one day. */
public class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)|0+");

    private final Duration longest;

    /** For picocli. */
    public DurationConverter() {
        this(Duration.ofHours(24));
    }

    DurationConverter(Duration longest) {
        this.longest = longest;
    }

    @Override
    public Duration convert(String value) {
        Matcher matcher = FORM.matcher(value.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is not a duration: write a whole number and ms, s, m or h, for example 3s");
        }
        Duration duration =
                matcher.group(1) == null ? Duration.ZERO : duration(Long.parseLong(matcher.group(1)), matcher.group(2));
        if (duration.compareTo(longest) > 0) {
            throw new TypeConversionException("'" + value + "' is too long: use 0 to " + longest.toHours() + "h");
        }
        return duration;
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /** At most one hour. */
    public static final class UpToAnHour extends DurationConverter {
        /** For picocli. */
        public UpToAnHour() {
            super(Duration.ofHours(1));
        }
    }
}
