package io.slotkeeper.coordinator.api;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.OptionalLong;

/** Reads parameters from the query of a request. */
final class QueryParameter {
    private QueryParameter() {}

    /**
     * A number, when it is given.
     *
     * @throws ApiException if it is given twice, is not a decimal number, or is out of range
     */
    static OptionalLong number(RoutingContext ctx, String name, long least, long most) {
        List<String> given = ctx.queryParam(name);
        if (given.isEmpty()) {
            return OptionalLong.empty();
        }
        if (given.size() == 1 && given.get(0).matches("[0-9]{1,19}")) {
            try {
                long value = Long.parseLong(given.get(0));
                if (value >= least && value <= most) {
                    return OptionalLong.of(value);
                }
            } catch (NumberFormatException beyondLong) {
                throw refused(given, name, least, most);
            }
        }
        throw refused(given, name, least, most);
    }

    private static ApiException refused(List<String> given, String name, long least, long most) {
        String shown = String.join(",", given);
        return new ApiException(
                ProblemCode.INVALID_PARAMETER,
                name + " is '" + (shown.length() <= 40 ? shown : shown.substring(0, 40) + "…")
                        + "'; it must be one whole number, " + least
                        + (most == Long.MAX_VALUE ? " or more" : " to " + most));
    }
}
