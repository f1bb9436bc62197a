package io.slotkeeper.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** The body of a REST request. */
final class RequestBody {
    private RequestBody() {}

    /**
     * Its bytes, none when there is no body.
     *
     * @throws ApiException if the body is not said to be JSON
     */
    static byte[] bytes(RoutingContext ctx) {
        Buffer body = ctx.body() == null ? null : ctx.body().buffer();
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        if (bytes.length > 0) {
            checkContentType(ctx.request().getHeader(HttpHeaders.CONTENT_TYPE));
        }
        return bytes;
    }

    /**
     * What it says, an empty object when there is no body.
     *
     * @throws ApiException if it is not JSON
     */
    static JsonNode json(RoutingContext ctx) {
        return JsonBody.ofRest(bytes(ctx));
    }

    private static void checkContentType(String given) {
        String type = given == null ? "" : given.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (!type.equals(Responses.JSON)) {
            throw new ApiException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body's content type is '" + (given == null ? "" : given)
                            + "'; send Content-Type: application/json, or no body");
        }
    }
}
